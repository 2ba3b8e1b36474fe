// How the gallery of <rtc-effect-controls> looks: a search, a row of categories, a wall of tiles.
import { css } from 'lit'

export const galleryStyles = css`
  .finder {
    display: flex;
    align-items: center;
    gap: 0.75rem;
  }
  [part='search'] {
    flex: 1;
    box-sizing: border-box;
    min-width: 0;
    min-height: 2.75rem;
    padding: 0 1rem;
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: var(--field);
    color: inherit;
    font: inherit;
    font-size: 1rem;
  }
  [part='search']::placeholder {
    color: var(--quiet);
  }
  .count {
    color: var(--quiet);
    font-size: 0.875em;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  [part='categories'] {
    display: flex;
    gap: 0.375rem;
    /* Room for the outline of what has the focus. */
    margin: -0.375rem;
    padding: 0.375rem;
    padding-inline-end: 2.5rem;
    overflow-x: auto;
    scrollbar-width: none;
    scroll-padding-inline: 2.5rem;
    /* There is more to scroll to. */
    mask-image: linear-gradient(to right, #000 calc(100% - 2.5rem), transparent);
  }
  [part='categories']:dir(rtl) {
    mask-image: linear-gradient(to left, #000 calc(100% - 2.5rem), transparent);
  }
  [part='category'] {
    display: grid;
    place-content: center;
    flex: none;
    position: relative;
    min-height: 2.25rem;
    padding: 0 0.875rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    font-size: 0.875em;
    white-space: nowrap;
    cursor: pointer;
  }
  [part='category']:hover {
    border-color: var(--edge);
  }
  [part='category']:has(:checked) {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--accent-text);
  }
  [part='category']:has(:focus-visible) {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  [part='category'] input {
    position: absolute;
    inset: 0;
    margin: 0;
    appearance: none;
    outline: none;
    cursor: pointer;
  }
  [part='gallery'] {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(var(--rtc-tile-width, 6.75rem), 1fr));
    align-content: start;
    gap: 0.75rem 0.5rem;
    min-width: 0;
    max-block-size: var(--rtc-gallery-height, 28rem);
    margin: -0.375rem;
    padding: 0.375rem;
    border: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  [part='choice'] {
    display: grid;
    align-content: start;
    gap: 0.25rem;
    position: relative;
    min-width: 0;
    padding: 0;
    border: 0;
    border-radius: calc(var(--radius) * 0.75);
    background: none;
  }
  fieldset:disabled [part='choice'] {
    cursor: default;
    opacity: 0.4;
  }
  [part='thumbnail'] {
    display: block;
    width: 100%;
    height: auto;
    aspect-ratio: 16 / 9;
    object-fit: cover;
    border-radius: calc(var(--radius) * 0.75);
    background: var(--surface);
  }
  .sound {
    display: grid;
    place-content: center;
    color: var(--quiet);
  }
  .sound svg {
    width: 1.5rem;
    height: 1.5rem;
    stroke-width: 1.25;
  }
  [part='choice'] .name {
    font-size: 0.8125em;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  [part='choice']:hover:enabled [part='thumbnail'] {
    box-shadow: 0 0 0 2px var(--edge);
  }
  [part='choice'][aria-pressed='true'] [part='thumbnail'] {
    box-shadow: 0 0 0 3px var(--accent);
  }
  [part='choice'][aria-pressed='true']::after {
    display: grid;
    place-content: center;
    position: absolute;
    inset-block-start: 0.25rem;
    inset-inline-end: 0.25rem;
    width: 1.25rem;
    height: 1.25rem;
    border-radius: 50%;
    background: var(--accent);
    color: var(--accent-text);
    font:
      700 0.75rem/1 system-ui,
      sans-serif;
    content: '✓' / '';
  }
  [part='nothing'] {
    margin: 0;
    padding: 2rem 1rem;
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--quiet);
    text-align: center;
    overflow-wrap: anywhere;
  }
  @media (pointer: fine) {
    [part='categories'] {
      scrollbar-width: thin;
      scrollbar-color: var(--line) transparent;
    }
  }
  @media (pointer: coarse) {
    [part='category'] {
      min-height: 2.75rem;
    }
  }
  @media (forced-colors: active) {
    [part='category']:has(:checked) {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    [part='thumbnail'] {
      border: 1px solid;
    }
    [part='choice'][aria-pressed='true'] [part='thumbnail'] {
      outline: 3px solid Highlight;
    }
    [part='choice'][aria-pressed='true']::after {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`
