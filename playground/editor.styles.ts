// How the code editor looks: a bar with what is opened and saved, the code, and one line on how it does.
import { css } from 'lit'

export const editorStyles = css`
  :host {
    --surface: var(--rtc-surface, light-dark(#eceef2, #1f232b));
    --text: var(--rtc-text, light-dark(#1b1e24, #f1f3f6));
    --accent: var(--rtc-accent, light-dark(#1f5fd0, #7fb0ff));
    --accent-text: var(--rtc-accent-text, light-dark(#fff, #10131a));
    --quiet: color-mix(in srgb, var(--text) 72%, transparent);
    --line: color-mix(in srgb, var(--text) 16%, transparent);
    --edge: color-mix(in srgb, var(--text) 55%, transparent);
    --field: light-dark(#fff, #12151a);
    --wrong: light-dark(#b3261e, #ff8a80);
    --good: light-dark(#1d7a3a, #7fd69b);
    position: relative;
    display: grid;
    gap: 0.75rem;
    min-width: 0;
    container-type: inline-size;
    color: var(--text);
    font: var(--rtc-font, 1rem/1.4 system-ui, sans-serif);
  }
  * {
    box-sizing: border-box;
  }
  p {
    margin: 0;
  }
  [hidden] {
    display: none !important;
  }
  .bar,
  .address {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.75rem 0.5rem;
  }
  .together {
    display: flex;
    flex: 1 1 20rem;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.5rem;
    min-width: 0;
  }
  .both {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  .address .together {
    max-width: 40rem;
  }
  .bar button {
    flex: 0 0 auto;
  }
  label {
    display: grid;
    flex: 1 1 8rem;
    gap: 0.25rem;
    min-width: 0;
    color: var(--quiet);
    font-size: 0.875rem;
  }
  input,
  select {
    width: 100%;
    min-width: 0;
    height: 2.75rem;
    padding: 0 0.75rem;
    border: 1px solid var(--edge);
    border-radius: 0.75rem;
    background: var(--field);
    color: var(--text);
    font: inherit;
    font-size: 1rem;
  }
  button {
    min-height: 2.75rem;
    padding: 0.25rem 1rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: none;
    color: inherit;
    font: inherit;
    white-space: nowrap;
    cursor: pointer;
  }
  button:hover {
    background: var(--surface);
  }
  button.main {
    border-color: transparent;
    background: var(--accent);
    color: var(--accent-text);
    font-weight: 600;
  }
  button.main:hover {
    background: color-mix(in srgb, var(--accent) 88%, var(--text));
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .work {
    display: grid;
    align-items: start;
    gap: 0.75rem 1.5rem;
    /* What is below it, the first input too, has its place in the window. */
    --code-height: clamp(14rem, 100vh - 34rem, 36rem);
  }
  .work > * {
    min-width: 0;
  }
  .work > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
  }
  @container (width >= 40rem) {
    .work:has(effect-inputs) {
      --code-height: min(36rem, 60vh);
      grid-template-columns: minmax(0, 1fr) minmax(14rem, 30%);
    }
  }
  .code {
    overflow: hidden;
    border: 1px solid var(--edge);
    border-radius: 0.75rem;
    background: var(--field);
    font-size: 0.875rem;
  }
  .code:focus-within {
    outline: 3px solid var(--accent);
    outline-offset: -1px;
  }
  .status {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    min-height: 2.75rem;
    font-size: 0.9375rem;
  }
  .status p {
    flex: 0 1 auto;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .dot {
    display: inline-block;
    width: 0.625rem;
    height: 0.625rem;
    margin-inline-end: 0.5rem;
    border-radius: 50%;
    background: var(--quiet);
    forced-color-adjust: none;
  }
  .good .dot {
    background: var(--good);
  }
  .wrong .dot {
    background: var(--wrong);
  }
  .status .quiet,
  .hint {
    color: var(--quiet);
  }
  .hint {
    font-size: 0.8125rem;
  }
  .notice {
    padding: 0.625rem 0.875rem;
    border-radius: 0.75rem;
    background: var(--surface);
    font-size: 0.9375rem;
  }
  .notice:empty {
    /* Not display: none, where nobody is told of what comes into it. */
    position: absolute;
    padding: 0;
  }
  .drop {
    position: absolute;
    /* Below the picture that stays in sight. */
    z-index: 1;
    inset: -0.25rem;
    display: grid;
    place-content: center;
    border: 2px dashed var(--accent);
    border-radius: 1rem;
    background: color-mix(in srgb, var(--field) 88%, transparent);
    font-weight: 600;
    pointer-events: none;
  }
  /* Touch keyboards zoom into letters that are smaller. */
  @media (pointer: coarse) {
    .code {
      font-size: 1rem;
    }
    .hint {
      display: none;
    }
  }
`
