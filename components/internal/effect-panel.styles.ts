// How <rtc-effect-controls> looks: the chosen effects as a row of cards, of which one that is open takes the whole width.
import { css } from 'lit'
import { galleryStyles } from './effect-gallery.styles.ts'
import { paramStyles } from './param-input.styles.ts'
import { pointStyles } from './point-on-picture.styles.ts'

const cardStyles = css`
  :host {
    --surface: var(--rtc-surface, light-dark(#eceef2, #1f232b));
    --text: var(--rtc-text, light-dark(#1b1e24, #f1f3f6));
    --accent: var(--rtc-accent, light-dark(#1f5fd0, #7fb0ff));
    --accent-text: var(--rtc-accent-text, light-dark(#fff, #10131a));
    --radius: var(--rtc-radius, 0.75rem);
    --quiet: color-mix(in srgb, var(--text) 72%, transparent);
    --line: color-mix(in srgb, var(--text) 16%, transparent);
    /* Of what has an edge that must be seen. */
    --edge: color-mix(in srgb, var(--text) 56%, transparent);
    --field: light-dark(#fff, #12151a);
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    color: var(--text);
    font: var(--rtc-font, 1rem/1.4 system-ui, sans-serif);
  }
  :host([hidden]) {
    display: none;
  }
  .unseen {
    position: absolute;
    overflow: hidden;
    width: 1px;
    height: 1px;
    margin: 0;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button {
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.4;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  svg {
    flex: none;
    width: 1rem;
    height: 1rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  [part='error'] {
    margin: 0;
    padding: 0.75rem 1rem;
    border-radius: var(--radius);
    background: light-dark(#fdeceb, #3b1c1a);
    color: light-dark(#8c1d18, #ffb4ab);
  }
  [part='error']:empty {
    /* Not display: none, where nobody is told of what comes into it. */
    position: absolute;
    padding: 0;
  }
  [part='note'],
  .fixed {
    margin: 0;
    color: var(--quiet);
  }
  .fixed {
    padding: 0 0.75rem 0.75rem;
    font-size: 0.875em;
  }
  [part='chain'] {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
    gap: 0.5rem;
    position: relative;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  [part='chain']:not(:has(li)) {
    display: none;
  }
  li {
    min-width: 0;
    border-radius: var(--radius);
  }
  li.open:not([data-lifted]) {
    grid-column: 1 / -1;
  }
  [part='card'] {
    border-radius: inherit;
    background: var(--surface);
    /* Names of effects and inputs may come from anybody. */
    overflow-wrap: anywhere;
  }
  .off .title {
    color: var(--quiet);
  }
  /* What is left of a card that is moved is the place where it lands. */
  [data-lifted] {
    position: relative;
    z-index: 1;
    outline: 2px dashed var(--accent);
    outline-offset: -2px;
  }
  [data-lifted] [part='card'] {
    box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 0.35);
  }
  [data-lifted] [part='tuning'] {
    display: none;
  }
  header {
    display: flex;
    align-items: center;
    min-height: 2.75rem;
    padding-inline-end: 0.25rem;
  }
  header button,
  .tool {
    display: grid;
    place-content: center;
    flex: none;
    padding: 0;
    border: 0;
    border-radius: 0.5rem;
    background: none;
  }
  [part='handle'] {
    width: 2.25rem;
    height: 2.75rem;
    color: var(--quiet);
    cursor: grab;
    /* A finger on it drags, and scrolls nothing. */
    touch-action: none;
  }
  [part='handle'] svg {
    stroke-width: 2.5;
  }
  [data-lifted] [part='handle'] {
    cursor: grabbing;
  }
  button.title {
    display: flex;
    align-items: center;
    justify-content: flex-start;
    flex: 1;
    gap: 0.25rem;
    min-width: 0;
    min-height: 2.75rem;
    text-align: start;
  }
  .title strong {
    min-width: 0;
    font-weight: 600;
  }
  strong.title {
    padding: 0 0.75rem;
    font-weight: 600;
  }
  [aria-expanded='true'] svg {
    rotate: 180deg;
  }
  [role='switch'] {
    flex: none;
    box-sizing: border-box;
    width: 2.25rem;
    height: 1.5rem;
    margin: 0 0.25rem;
    padding: 0.1875rem;
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: none;
    appearance: none;
    cursor: pointer;
  }
  [role='switch']::before {
    display: block;
    width: 1rem;
    height: 1rem;
    border-radius: 50%;
    background: var(--edge);
    content: '';
  }
  [role='switch']:checked {
    border-color: var(--accent);
    background: var(--accent);
  }
  [role='switch']:checked::before {
    margin-inline-start: 0.75rem;
    background: var(--accent-text);
  }
  .remove {
    width: 2.25rem;
    height: 2.25rem;
    color: var(--quiet);
  }
  header button:hover,
  .tool:hover {
    background: var(--line);
    color: var(--text);
  }
  [part='tuning'] {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
    align-items: start;
    gap: 0.25rem 2rem;
    padding: 0.25rem 0.75rem 0.75rem;
    border-block-start: 1px solid var(--line);
    font-size: 0.875em;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    grid-column: 1 / -1;
    gap: 0.5rem;
    margin-block-start: 0.5rem;
  }
  .wide {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-height: 2.25rem;
    padding: 0 0.875rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: none;
  }
  .wide:hover:enabled {
    border-color: var(--edge);
  }
  .wide[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--accent-text);
  }
  @media (pointer: coarse) {
    [part='handle'],
    .remove {
      width: 2.75rem;
      height: 2.75rem;
    }
    [role='switch'] {
      width: 2.75rem;
      height: 1.75rem;
    }
    [role='switch']::before {
      width: 1.25rem;
      height: 1.25rem;
    }
    [role='switch']:checked::before {
      margin-inline-start: 1rem;
    }
    .wide {
      min-height: 2.75rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    [role='switch'],
    [role='switch']::before,
    .title svg {
      transition: 0.15s ease-out;
      transition-property: background, border-color, margin, rotate;
    }
  }
  @media (forced-colors: active) {
    [part='card'] {
      border: 1px solid;
    }
    [role='switch'],
    [role='switch']::before {
      forced-color-adjust: none;
      border-color: ButtonText;
    }
    [role='switch']::before {
      background: ButtonText;
    }
    [role='switch']:checked {
      background: Highlight;
    }
    [role='switch']:checked::before {
      background: HighlightText;
    }
    .wide[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`

export const effectPanelStyles = [cardStyles, paramStyles, galleryStyles, pointStyles]
