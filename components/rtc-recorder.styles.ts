// How <rtc-recorder> looks: a button with a red dot, beside it time and size, below what there is to save.
import { css } from 'lit'

export const recorderStyles = css`
  :host {
    --text: var(--rtc-text, light-dark(#1b1e24, #f1f3f6));
    --quiet: color-mix(in srgb, var(--text) 72%, transparent);
    --dot: var(--rtc-recorder-dot, light-dark(#cf2f22, #ff6f61));
    display: grid;
    align-content: start;
    gap: 0.5rem;
    min-width: 0;
    color: var(--text);
    font: var(--rtc-font, 1rem/1.4 system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  [part='row'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-height: 2.75rem;
    padding: 0 1rem;
    border: 1px solid var(--rtc-border, light-dark(#b6bcc8, #4a5160));
    border-radius: 999px;
    background: var(--rtc-surface, light-dark(#fff, #1b1e24));
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  [part='button'] {
    font-weight: 600;
  }
  button:disabled {
    opacity: 0.6;
    cursor: default;
  }
  button:focus-visible {
    outline: 3px solid var(--rtc-accent, light-dark(#1f5fd0, #7fb0ff));
    outline-offset: 2px;
  }
  .dot,
  .square {
    inline-size: 0.75rem;
    block-size: 0.75rem;
    background: var(--dot);
    forced-color-adjust: none;
  }
  .dot {
    border-radius: 50%;
  }
  .square {
    border-radius: 0.125rem;
  }
  [part='figures'] {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
  }
  /* As wide as it gets within an hour, so that nothing moves. */
  [part='time'] {
    min-inline-size: 3.25rem;
    margin-inline-start: 0.5rem;
    font-size: 1.25rem;
    font-weight: 600;
    text-align: end;
  }
  [part='size'] {
    margin-inline-start: 0.25rem;
    color: var(--quiet);
    font-size: 0.875em;
  }
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  [part~='status'] {
    color: var(--quiet);
    font-size: 0.875em;
  }
  [part~='status']:empty {
    /* Not display: none, where nobody is told of what comes into it. */
    position: absolute;
  }
  :host(:state(failed)) [part~='status'] {
    color: inherit;
  }
  [part='files'] {
    display: grid;
    gap: 0.5rem;
    list-style: none;
  }
  [part='file'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid color-mix(in srgb, var(--text) 16%, transparent);
    border-radius: var(--rtc-radius, 0.75rem);
  }
  [part='file'] span {
    flex: 1 1 auto;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    font-size: 0.9375em;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`
