// How the inputs of effects' parameters look: a name, small buttons and a number in one line, a slider below. Used by
// <rtc-effect-controls>.
import { css } from 'lit'

export const paramStyles = css`
  .param {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    align-items: center;
    align-content: start;
    gap: 0 0.25rem;
    min-width: 0;
    min-height: 2.75rem;
  }
  .param label {
    display: contents;
  }
  .slider .tools {
    grid-area: 1 / 2 / 2 / -1;
  }
  .tools {
    display: flex;
    align-items: center;
    gap: 0.125rem;
  }
  .tool {
    width: 1.75rem;
    height: 1.75rem;
    color: var(--quiet);
  }
  .tool[aria-pressed='true'] {
    background: var(--accent);
    color: var(--accent-text);
  }
  .value {
    box-sizing: border-box;
    width: 4.25rem;
    height: 1.75rem;
    padding: 0 0.375rem;
    border: 1px solid transparent;
    border-radius: 0.375rem;
    background: none;
    color: inherit;
    font: inherit;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .value:hover,
  .value:focus {
    border-color: var(--edge);
    background: var(--field);
  }
  input[type='range'] {
    grid-column: 1 / -1;
    grid-row: 2;
    width: 100%;
    height: 1.5rem;
    margin: 0;
    cursor: pointer;
    touch-action: pan-y;
  }
  input {
    accent-color: var(--accent);
  }
  .check {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    min-height: 2.75rem;
    cursor: pointer;
  }
  .check input {
    flex: none;
    width: 1.25rem;
    height: 1.25rem;
    margin: 0;
  }
  input[type='color'] {
    width: 3.5rem;
    height: 2.25rem;
    padding: 0.125rem;
    border: 1px solid var(--edge);
    border-radius: 0.5rem;
    background: none;
    cursor: pointer;
  }
  select {
    min-height: 2.25rem;
    max-width: 12rem;
    padding: 0 0.5rem;
  }
  select,
  textarea {
    border: 1px solid var(--edge);
    border-radius: 0.5rem;
    background: var(--field);
    color: inherit;
    font: inherit;
  }
  .text,
  .file {
    display: grid;
    grid-column: 1 / -1;
    gap: 0.25rem;
    min-width: 0;
    margin-block: 0.5rem;
  }
  .file label {
    display: grid;
    gap: 0.25rem;
  }
  .file p {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    margin: 0;
  }
  textarea {
    padding: 0.375rem 0.5rem;
    resize: vertical;
    /* Phones zoom into a page to show smaller letters. */
    font-size: 1rem;
  }
  input[type='file'] {
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
  .driver {
    display: grid;
    min-width: 0;
    margin: 0.25rem 0;
    padding: 0 0.75rem 0.5rem;
    border: 1px solid var(--line);
    border-radius: 0.5rem;
  }
  .driver legend {
    padding: 0 0.25rem;
  }
  @media (pointer: coarse) {
    .tool {
      width: 2.75rem;
      height: 2.75rem;
    }
    .value {
      height: 2.75rem;
      font-size: max(1em, 16px);
    }
    .slider input[type='range'] {
      height: 2rem;
    }
    select {
      min-height: 2.75rem;
      font-size: 1rem;
    }
  }
  @media (forced-colors: active) {
    .tool[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`
