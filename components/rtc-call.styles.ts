// How <rtc-call> looks: a line that says where the call stands, and a grid of tiles that fits any number.
import { css } from 'lit'

export const callStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto 1fr;
    gap: 0.75rem;
    color: var(--rtc-text, light-dark(#1b1e24, #f1f3f6));
    font: var(--rtc-font, 1rem/1.4 system-ui, sans-serif);
  }
  :host([hidden]) {
    display: none;
  }
  [part='bar'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1rem;
  }
  [part='status'] {
    flex: 1 1 14rem;
    margin: 0;
    overflow-wrap: anywhere;
  }
  [part='grid'] {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--rtc-tile-width, 15rem)), 1fr));
    align-content: start;
    gap: 0.75rem;
  }
  [part='grid']:empty {
    display: none;
  }
  button.leave {
    background: var(--rtc-danger, light-dark(#b3261e, #ffb4ab));
    color: var(--rtc-danger-text, light-dark(#fff, #410e0b));
  }
`
