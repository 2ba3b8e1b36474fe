// How <rtc-stats> looks: the strip with a frame around the time there is, and hatched where time is left.
import { css } from 'lit'
import { buttonStyles } from './button.styles.ts'
import { focusStyles } from './theme.styles.ts'

const ownStyles = css`
  :host {
    display: grid;
    gap: 0.75rem;
    min-width: 0;
    font-variant-numeric: tabular-nums;
  }
  p,
  dl,
  dd {
    margin: 0;
  }
  [part='strip'] {
    position: relative;
    isolation: isolate;
    display: flex;
    overflow: hidden;
    container-type: inline-size;
    block-size: 2.25rem;
    padding-block: 0.25rem;
  }
  [part='segment'] {
    box-sizing: border-box;
    border-inline-end: 1px solid light-dark(#fff, #101317);
    font-size: 0.75rem;
    line-height: 1.75rem;
    container-type: inline-size;
  }
  .name {
    display: none;
    overflow: hidden;
    padding-inline: 0.375rem;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @container (min-width: 2.5rem) {
    .name {
      display: block;
    }
  }
  [part='budget'] {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    z-index: -1;
    box-sizing: border-box;
    border: 2px solid color-mix(in srgb, var(--_text) 60%, transparent);
    border-radius: 0.375rem;
    background: repeating-linear-gradient(-45deg, var(--_surface) 0 6px, var(--_line) 6px 7px);
  }
  /* Over the pieces: what sticks out of it was too much. */
  [part='budget'].overrun {
    z-index: 0;
    border-color: var(--_danger);
    background: none;
  }
  [part='budget'].overrun::after {
    position: absolute;
    inset-block: 0.125rem;
    inset-inline-start: calc(100% + 2px);
    inline-size: 100cqi;
    background: repeating-linear-gradient(-45deg, var(--_danger) 0 3px, transparent 3px 7px);
    content: '';
  }
  .copies {
    background: light-dark(#c9ced8, #4a5160);
  }
  .colour-0 {
    background: light-dark(#a9c8ff, #2a5192);
  }
  .colour-1 {
    background: light-dark(#ffd58a, #7a5410);
  }
  .colour-2 {
    background: light-dark(#a8e0b4, #22663a);
  }
  .colour-3 {
    background: light-dark(#f2b8d8, #80345f);
  }
  .colour-4 {
    background: light-dark(#c9bdf5, #51429a);
  }
  .colour-5 {
    background: light-dark(#a5dede, #1d6363);
  }
  /* What the chart draws with: uPlot knows no CSS. */
  .inks .text {
    color: var(--_quiet);
  }
  .inks .line {
    color: var(--_line);
  }
  .line-0 {
    color: var(--rtc-line-0, light-dark(#1f5fd0, #7fb0ff));
  }
  .line-1 {
    color: var(--rtc-line-1, light-dark(#a15c00, #f5b83d));
  }
  .line-2 {
    color: var(--rtc-line-2, light-dark(#12803f, #4ade80));
  }
  .line-3 {
    color: var(--rtc-line-3, light-dark(#b0186f, #ff8ac9));
  }
  .line-4 {
    color: var(--rtc-line-4, light-dark(#6b3fd4, #b9a4ff));
  }
  .line-5 {
    color: var(--rtc-line-5, light-dark(#0f7377, #5fd6da));
  }
  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    font-size: 0.875em;
  }
  select {
    min-height: 2.25rem;
    max-width: 100%;
    padding: 0 0.5rem;
    border: 1px solid var(--_border);
    border-radius: 0.5rem;
    background: var(--_field);
    color: inherit;
    font: inherit;
  }
  [part='chart'] {
    min-width: 0;
    min-height: 180px;
    overflow: hidden;
    /* Time does not run from right to left. */
    direction: ltr;
  }
  [part='legend'] {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1rem;
    margin: 0;
    padding: 0;
    font-size: 0.875em;
    list-style: none;
  }
  [part='legend'] li {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .stroke {
    flex: none;
    inline-size: 2rem;
    border-block-start: 3px solid;
  }
  .dash-1,
  .dash-3,
  .dash-4 {
    border-block-start-style: dashed;
  }
  .dash-2,
  .dash-5 {
    border-block-start-style: dotted;
  }
  [part='details'] {
    font-size: 0.875em;
  }
  [part='details'] table {
    font-size: 1em;
  }
  summary {
    padding-block: 0.375rem;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  [part='button'] {
    justify-self: start;
  }
  .swatch {
    display: inline-block;
    inline-size: 0.75rem;
    block-size: 0.75rem;
    margin-inline-end: 0.5rem;
    border-radius: 0.1875rem;
    vertical-align: -0.0625rem;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.875em;
  }
  th {
    min-inline-size: 5rem;
    font-weight: 400;
    text-align: start;
    overflow-wrap: break-word;
  }
  td,
  thead :is(th, td) + th {
    padding-inline-start: 0.75rem;
    text-align: end;
  }
  [part='table'] td {
    white-space: nowrap;
  }
  [part='table'] small {
    white-space: normal;
  }
  thead th {
    color: var(--_quiet);
  }
  tbody :is(th, td) {
    padding-block: 0.25rem;
    border-block-start: 1px solid var(--_line);
    vertical-align: baseline;
  }
  small {
    display: block;
    color: var(--_quiet);
    font-size: 1em;
  }
  [part='facts'] {
    display: grid;
    gap: 0.25rem;
    font-size: 0.875em;
  }
  [part='facts'] div {
    display: grid;
    grid-template-columns: 5rem minmax(0, 1fr);
    gap: 0.5rem;
  }
  dt {
    color: var(--_quiet);
  }
  dd {
    overflow-wrap: anywhere;
  }
  @media (forced-colors: active) {
    [part='segment'],
    .swatch {
      color: light-dark(#1b1e24, #f1f3f6);
      forced-color-adjust: none;
    }
    [part='budget'] {
      border-color: CanvasText;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    [part='segment'],
    [part='budget'] {
      transition: inline-size 0.3s;
    }
  }
`

export const statsViewStyles = [focusStyles, buttonStyles, ownStyles]
