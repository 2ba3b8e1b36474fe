// How <rtc-meter> looks: the picture on a dark or light strip, its scale below, the numbers and the clip light in a row.
import { css } from 'lit'

export const meterStyles = css`
  :host {
    --_hot: var(--rtc-meter-hot, light-dark(#cf2f22, #ff6f61));
    display: grid;
    gap: 0.5rem;
    min-width: 0;
    font-variant-numeric: tabular-nums;
  }
  /* What the worker draws with: it knows no CSS. */
  .calm {
    color: var(--rtc-meter-calm, light-dark(#1c8a4e, #45c98a));
  }
  .warm {
    color: var(--rtc-meter-warm, light-dark(#c98a00, #f5b83d));
  }
  .hot {
    color: var(--_hot);
  }
  .line {
    color: var(--_line);
  }
  .trace {
    color: var(--_accent);
  }
  p,
  dl,
  dd {
    margin: 0;
  }
  [part='picture'] {
    padding: 0.375rem;
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  canvas {
    display: block;
    inline-size: 100%;
    block-size: 1.5rem;
    border-radius: calc(var(--_radius) / 2);
  }
  :is(.spectrum, .waveform) canvas {
    block-size: 8rem;
  }
  [part='scale'] {
    position: relative;
    block-size: 1.125rem;
    margin: 0.25rem 0.375rem 0;
    color: var(--_quiet);
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
    color: var(--_quiet);
    font-size: 0.75rem;
  }
  /* Wide enough for any number, so that nothing moves. */
  dd {
    min-inline-size: 4.25rem;
    direction: ltr;
    text-align: match-parent;
    font-size: 1.25rem;
    font-weight: 600;
    line-height: 1.3;
  }
  [part='clip'] {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    padding: 0 0.75rem;
    border: 1px solid var(--_border);
    background: transparent;
    color: var(--_quiet);
    font-size: 0.8125rem;
  }
  [part='clip']::before {
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border-radius: 50%;
    background: var(--_line);
    content: '';
  }
  [part='clip'].on {
    border-color: var(--_hot);
    color: var(--_text);
  }
  [part='clip'].on::before {
    background: var(--_hot);
    box-shadow: 0 0 0.5rem var(--_hot);
  }
  [part='button'] {
    justify-self: start;
  }
  [part='status'] {
    color: var(--_quiet);
    font-size: 0.875em;
  }
  [part='status']:empty {
    /* Not display: none, where nobody is told of what comes into it. */
    position: absolute;
  }
  @media (forced-colors: active) {
    [part='picture'] {
      border: 1px solid;
    }
    [part='clip']::before {
      border: 1px solid;
      background: none;
    }
    [part='clip'].on {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    [part='clip'].on::before {
      background: HighlightText;
    }
  }
`
