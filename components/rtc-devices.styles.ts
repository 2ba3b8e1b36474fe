// How <rtc-devices> looks: one row per device, its test beside it.
import { css } from 'lit'

export const devicesStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: 0.75rem;
    color: var(--rtc-text, light-dark(#1b1e24, #f1f3f6));
    font: var(--rtc-font, 1rem/1.4 system-ui, sans-serif);
  }
  :host([hidden]) {
    display: none;
  }
  [part='row'] {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.25rem 0.5rem;
    align-items: end;
  }
  label {
    display: grid;
    gap: 0.25rem;
    font-size: 0.875em;
  }
  label:only-child {
    grid-column: 1 / -1;
  }
  select,
  button {
    min-height: 2.75rem;
    padding: 0 0.75rem;
    border: 1px solid var(--rtc-border, light-dark(#b6bcc8, #4a5160));
    border-radius: var(--rtc-radius, 0.75rem);
    background: var(--rtc-surface, light-dark(#fff, #1b1e24));
    color: inherit;
    font: inherit;
  }
  select {
    width: 100%;
    text-overflow: ellipsis;
  }
  button {
    cursor: pointer;
  }
  button[aria-pressed='true'] {
    background: var(--rtc-accent, light-dark(#1f5fd0, #7fb0ff));
    color: var(--rtc-accent-text, light-dark(#fff, #10131a));
  }
  select:disabled,
  button:disabled {
    opacity: 0.6;
    cursor: default;
  }
  select:focus-visible,
  button:focus-visible {
    outline: 3px solid var(--rtc-accent, light-dark(#1f5fd0, #7fb0ff));
    outline-offset: 1px;
  }
  rtc-meter {
    grid-column: 1 / -1;
    margin-block-start: 0.5rem;
  }
  p {
    margin: 0;
    font-size: 0.875em;
  }
  p:empty {
    display: none;
  }
`
