// How <rtc-call> looks: a line that says where the call stands, and the rectangle that the tiles fit into.
import { css } from 'lit'

export const callStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    gap: 0.75rem;
  }
  [part='bar'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1rem;
  }
  [part='status'] {
    flex: 1 1 12rem;
    margin: 0;
    overflow-wrap: anywhere;
  }
  .news {
    position: absolute;
    overflow: hidden;
    width: 1px;
    height: 1px;
    margin: 0;
    clip-path: inset(50%);
  }
  /* The tiles are laid into the size it has. Where nothing else decides on that, it has room for one above the other. */
  [part='grid'] {
    position: relative;
    overflow: clip;
  }
  [part='grid']::before {
    display: block;
    max-block-size: 65dvh;
    aspect-ratio: var(--ratio);
    content: '';
  }
  [part~='tile'] {
    position: absolute;
    aspect-ratio: auto;
    cursor: pointer;
  }
  [part='grid']:not(:has(*)) {
    display: none;
  }
  button.leave {
    background: var(--_danger);
    color: var(--_danger-text);
  }
`
