// How <rtc-meter> looks: the picture on a dark or light strip, its scale below, the numbers and the clip light in a row.
import { css } from 'lit'

export const meterStyles = css`
  :host {
    --text: var(--rtc-text, light-dark(#1b1e24, #f1f3f6));
    --quiet: color-mix(in srgb, var(--text) 72%, transparent);
    --line: color-mix(in srgb, var(--text) 16%, transparent);
    --accent: var(--rtc-accent, light-dark(#1f5fd0, #7fb0ff));
    --hot: var(--rtc-meter-hot, light-dark(#cf2f22, #ff6f61));
    display: grid;
    gap: 0.5rem;
    min-width: 0;
    color: var(--text);
    font: var(--rtc-font, 1rem/1.4 system-ui, sans-serif);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  /* What the worker draws with: it knows no CSS. */
  .calm {
    color: var(--rtc-meter-calm, light-dark(#1c8a4e, #45c98a));
  }
  .warm {
    color: var(--rtc-meter-warm, light-dark(#c98a00, #f5b83d));
  }
  .hot {
    color: var(--hot);
  }
  .line {
    color: var(--line);
  }
  .trace {
    color: var(--accent);
  }
  p,
  dl,
  dd {
    margin: 0;
  }
  [part='picture'] {
    padding: 0.375rem;
    border-radius: var(--rtc-radius, 0.75rem);
    background: var(--rtc-surface, light-dark(#eceef2, #1f232b));
  }
  canvas {
    display: block;
    inline-size: 100%;
    block-size: 1.5rem;
    border-radius: calc(var(--rtc-radius, 0.75rem) / 2);
  }
  :is(.spectrum, .waveform) canvas {
    block-size: 8rem;
  }
  [part='scale'] {
    position: relative;
    block-size: 1.125rem;
    margin: 0.25rem 0.375rem 0;
    color: var(--quiet);
    font-size: 0.75rem;
    line-height: 1.125rem;
  }
  [part='scale']:empty,
  .waveform + [part='scale'] {
    display: none;
  }
  [part='scale'] span {
    position: absolute;
    translate: -50%;
    white-space: nowrap;
  }
  [part='scale'] span:first-child {
    translate: 0;
  }
  .level + [part='scale'] span:last-child {
    translate: -100%;
  }
  /* As the picture: sound does not run from right to left. */
  [role='meter'] {
    direction: ltr;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
  }
  [part='figures'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
  }
  dt,
  small {
    color: var(--quiet);
    font-size: 0.75rem;
  }
  /* Wide enough for any number, so that nothing moves. */
  dd {
    min-inline-size: 4.25rem;
    font-size: 1.25rem;
    font-weight: 600;
    line-height: 1.3;
  }
  [part='clip'] {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    padding: 0 0.75rem;
    border: 1px solid var(--line);
    background: transparent;
    color: var(--quiet);
    font-size: 0.8125rem;
  }
  [part='clip']::before {
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border-radius: 50%;
    background: var(--line);
    content: '';
  }
  [part='clip'].on {
    border-color: var(--hot);
    color: var(--text);
  }
  [part='clip'].on::before {
    background: var(--hot);
    box-shadow: 0 0 0.5rem var(--hot);
  }
  button:focus-visible {
    outline-color: var(--accent);
  }
  [part='button'] {
    justify-self: start;
  }
  [part='status'] {
    color: var(--quiet);
    font-size: 0.875em;
  }
  [part='status']:empty {
    display: none;
  }
`
