// How <rtc-devices> looks: one row per device, its test beside it.
import { css } from 'lit'

export const devicesStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: 0.75rem;
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
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_field);
    color: inherit;
    font: inherit;
  }
  select {
    width: 100%;
    text-overflow: ellipsis;
  }
  button {
    padding-inline: 1rem;
    border-color: var(--_line);
    border-radius: 999px;
    background: none;
    cursor: pointer;
  }
  button[aria-pressed='true'] {
    background: var(--_accent);
    color: var(--_accent-text);
  }
  select:disabled,
  button:disabled {
    opacity: 0.6;
    cursor: default;
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
    /* Not display: none, where nobody is told of what comes into it. */
    position: absolute;
  }
`
