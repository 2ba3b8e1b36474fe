// How <rtc-devices> looks: one row per device, its test beside it.
import { css } from 'lit'

export const devicesStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: 0.75rem;
  }
  [part='row'] {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5rem;
  }
  label {
    display: grid;
    flex: 1 1 8rem;
    gap: 0.25rem;
    min-width: 0;
    font-size: 0.875em;
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
    flex: 1 0 100%;
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
