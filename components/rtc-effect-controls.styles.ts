// How <rtc-effect-controls> looks: choices that wrap, and above them one card for each chosen effect.
import { css } from 'lit'

export const effectControlsStyles = css`
  :host {
    --surface: var(--rtc-surface, light-dark(#eceef2, #1f232b));
    --text: var(--rtc-text, light-dark(#1b1e24, #f1f3f6));
    --accent: var(--rtc-accent, light-dark(#1f5fd0, #7fb0ff));
    --accent-text: var(--rtc-accent-text, light-dark(#fff, #10131a));
    --quiet: color-mix(in srgb, var(--text) 68%, transparent);
    --line: color-mix(in srgb, var(--text) 16%, transparent);
    display: grid;
    gap: 1rem;
    color: var(--text);
    font: var(--rtc-font, 1rem/1.4 system-ui, sans-serif);
  }
  :host([hidden]) {
    display: none;
  }
  section {
    display: grid;
    gap: 0.5rem;
    min-width: 0;
  }
  [part='galleries'] {
    display: grid;
    gap: 1rem;
    max-block-size: var(--rtc-gallery-height, 24rem);
    /* Room for the outline of what has the focus. */
    padding: 0.25rem;
    margin: -0.25rem;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  [part='gallery'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .search {
    display: grid;
    gap: 0.25rem;
    margin: 0;
    font-size: 0.875em;
  }
  [part='search'] {
    min-height: 2.75rem;
    padding: 0 0.75rem;
    border: 1px solid var(--line);
    border-radius: 0.75rem;
    background: light-dark(#fff, #12151a);
    color: inherit;
    font: inherit;
    font-size: 1rem;
  }
  legend {
    padding: 0 0 0.5rem;
    color: var(--quiet);
    font-size: 0.875em;
  }
  button {
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:disabled,
  fieldset:disabled button {
    cursor: default;
    opacity: 0.4;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  [part='choice'] {
    min-height: 2.5rem;
    padding: 0.25rem 0.875rem;
    border: 1px solid transparent;
    border-radius: 999px;
    background: var(--surface);
  }
  [part='choice']:hover:enabled {
    border-color: var(--line);
  }
  [part='choice'][aria-pressed='true'] {
    background: var(--accent);
    color: var(--accent-text);
  }
  [part='error'] {
    margin: 0;
    padding: 0.75rem 1rem;
    border-radius: 0.75rem;
    background: light-dark(#fdeceb, #3b1c1a);
    color: light-dark(#8c1d18, #ffb4ab);
  }
  [part='error']:empty {
    display: none;
  }
  [part='note'],
  .fixed {
    margin: 0;
    color: var(--quiet);
  }
  .fixed {
    font-size: 0.875em;
  }
  [part='chain'] {
    display: grid;
    gap: 0.75rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  [part='chain']:empty {
    display: none;
  }
  [part='card'] {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
    gap: 0.25rem 1.5rem;
    padding: 0.375rem 0.5rem 0.75rem 1rem;
    border-radius: 0.75rem;
    background: var(--surface);
  }
  [part='card'].off > label {
    opacity: 0.5;
  }
  header {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    min-height: 2.75rem;
  }
  header label {
    flex: 1;
    min-width: 0;
  }
  header button {
    display: grid;
    place-content: center;
    width: 2.75rem;
    height: 2.75rem;
    padding: 0;
    border: 0;
    border-radius: 0.5rem;
    background: none;
  }
  header button:hover:enabled {
    background: var(--line);
  }
  svg {
    width: 1rem;
    height: 1rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  label {
    min-height: 2.75rem;
    margin-inline-end: 0.5rem;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    cursor: pointer;
  }
  .slider,
  .field {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    align-content: start;
    gap: 0 0.75rem;
    font-size: 0.875em;
  }
  .field {
    align-content: center;
  }
  .text {
    grid-column: 1 / -1;
    display: grid;
    align-content: start;
    gap: 0.25rem;
    margin-block-end: 0.5rem;
    font-size: 0.875em;
  }
  .slider .value {
    color: var(--quiet);
    font-variant-numeric: tabular-nums;
  }
  input[type='range'] {
    grid-column: 1 / -1;
    width: 100%;
    height: 1.5rem;
    margin: 0;
    cursor: pointer;
  }
  input {
    accent-color: var(--accent);
  }
  input[type='checkbox'] {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin: 0;
  }
  input[type='color'] {
    width: 3.5rem;
    height: 2.25rem;
    padding: 0.125rem;
    border: 1px solid var(--line);
    border-radius: 0.5rem;
    background: none;
    cursor: pointer;
  }
  input[type='number'],
  select {
    min-height: 2.25rem;
    max-width: 12rem;
    padding: 0 0.5rem;
  }
  input[type='number'],
  select,
  textarea {
    border: 1px solid var(--line);
    border-radius: 0.5rem;
    background: light-dark(#fff, #12151a);
    color: inherit;
    font: inherit;
  }
  textarea {
    padding: 0.375rem 0.5rem;
    resize: vertical;
    /* Phones zoom into a page to show smaller letters. */
    font-size: 1rem;
  }
  input[type='file'] {
    grid-column: 1 / -1;
    min-width: 0;
    max-width: 100%;
    color: var(--quiet);
    font: inherit;
  }
  ::file-selector-button {
    min-height: 2.25rem;
    margin-inline-end: 0.75rem;
    padding: 0 0.875rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: none;
    color: var(--text);
    font: inherit;
    cursor: pointer;
  }
`
