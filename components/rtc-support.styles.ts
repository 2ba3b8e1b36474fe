// How <rtc-support> looks: one row per finding, its mark at the right of its name.
import { css } from 'lit'

export const supportStyles = css`
  :host {
    display: grid;
    gap: 0.75rem;
  }
  p,
  dl,
  dd {
    margin: 0;
  }
  [part='row'] {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.125rem 1rem;
    align-items: baseline;
    padding: 0.625rem 0;
    border-block-start: 1px solid var(--_line);
  }
  dt {
    font-weight: 600;
  }
  dd {
    grid-column: 1 / -1;
    max-width: 42rem;
    color: var(--_quiet);
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }
  [part='mark'] {
    grid-column: auto;
    padding: 0.0625rem 0.625rem;
    border-radius: 999px;
    background: var(--_surface);
    color: var(--_text);
  }
  [part='mark'].limited {
    background: light-dark(#fff0c9, #44370f);
    color: light-dark(#5c4300, #ffe3a3);
  }
  [part='mark'].no {
    background: light-dark(#ffe0dc, #4d1d18);
    color: light-dark(#7a1a10, #ffc2ba);
  }
  @media (forced-colors: active) {
    [part='mark'] {
      border: 1px solid;
    }
    [part='mark'].no {
      border-width: 2px;
      font-weight: 700;
    }
  }
`
