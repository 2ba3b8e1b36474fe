// Small round buttons that lie over a picture, each with a drawing. Used by <rtc-participant> for its own, and by <rtc-call> for what it adds to its tiles.
import { css } from 'lit'

export const actionStyles = css`
  [part~='action'] {
    display: grid;
    place-content: center;
    flex: none;
    width: var(--action-size, 2.25rem);
    min-height: 0;
    height: var(--action-size, 2.25rem);
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: rgb(0 0 0 / 0.65);
    color: #fff;
    cursor: pointer;
  }
  [part~='action']:hover {
    background: #000;
  }
  [part~='action'][aria-pressed='true'] {
    background: #fff;
    color: #000;
  }
  [part~='action']:focus-visible {
    outline: 3px solid #fff;
    outline-offset: -5px;
    box-shadow: 0 0 0 2px #000;
  }
`
