// An A/B wipe over a preview: the picture as it comes left of a line, what lies below it right of the line, and a slider
// that moves the line. Used by <rtc-camera>.
import { css, html, type LitElement } from 'lit'
import { once } from './attributes.ts'
import type { Words } from './localize.ts'

/** Remembers where the line is. */
export class CompareWipe {
  readonly #host: LitElement
  readonly #words: Words
  /** Percent of the width. */
  #position = 50

  /** @param host gets its look, too */
  constructor(host: LitElement, words: Words) {
    this.#host = host
    this.#words = words
    host.shadowRoot!.adoptedStyleSheets.push(compareStyles.styleSheet!)
  }

  readonly #onInput = ({ target }: Event): void => {
    this.#position = (target as HTMLInputElement).valueAsNumber
    this.#host.requestUpdate()
  }

  /** @param stream the picture as it comes */
  render(stream: MediaStream | null) {
    const position = `${this.#position}%`
    const shown = this.#words.number(this.#position / 100, { style: 'percent' })
    return html`
      <div class="wipe" .style=${`--position: ${position}`}>
        <div class="before">
          <video part="video" autoplay playsinline .muted=${true} .srcObject=${once(stream)}></video>
        </div>
        <span class="side" aria-hidden="true">${this.#words.term('before')}</span>
        <span class="side" aria-hidden="true">${this.#words.term('after')}</span>
        <input
          part="compare"
          type="range"
          aria-label=${this.#words.term('compare')}
          aria-valuetext=${this.#words.term('compareValue', shown)}
          .valueAsNumber=${this.#position}
          @input=${this.#onInput}
        />
      </div>
    `
  }
}

const compareStyles = css`
  .wipe {
    --thumb: 2.75rem;
    position: absolute;
    inset: 0;
    /* Before is on the left in every language: it is a place in a picture. */
    direction: ltr;
    overflow: hidden;
    forced-color-adjust: none;
  }
  /* Around the video, which may be mirrored, so that left stays left. */
  .before {
    height: 100%;
    clip-path: inset(0 calc(100% - var(--position)) 0 0);
  }
  .wipe::after {
    position: absolute;
    inset: 0 auto 0 var(--position);
    width: 2px;
    margin-left: -1px;
    background: #fff;
    box-shadow: 0 0 0 1px rgb(0 0 0 / 0.5);
    content: '';
    pointer-events: none;
  }
  .side {
    position: absolute;
    inset: 0.5rem auto auto 0.5rem;
    padding: 0.0625rem 0.625rem;
    border-radius: 999px;
    background: rgb(0 0 0 / 0.65);
    color: #fff;
    font-size: 0.8125rem;
  }
  .side + .side {
    inset: 0.5rem 0.5rem auto auto;
  }
  /* Half a thumb wider at both ends, so that the thumb's middle is the line from edge to edge. */
  [part='compare'] {
    position: absolute;
    z-index: 1;
    inset: 0 calc(var(--thumb) / -2);
    width: calc(100% + var(--thumb));
    height: 100%;
    margin: 0;
    background: none;
    appearance: none;
    cursor: ew-resize;
    touch-action: pan-y;
  }
  [part='compare']:focus-visible {
    outline: none;
  }
  [part='compare']::-webkit-slider-thumb {
    box-sizing: border-box;
    width: var(--thumb);
    height: var(--thumb);
    border: 0.75rem solid transparent;
    border-radius: 999px;
    background: #fff content-box;
    filter: drop-shadow(0 0 2px rgb(0 0 0 / 0.8));
    appearance: none;
  }
  [part='compare']::-moz-range-thumb {
    box-sizing: border-box;
    width: var(--thumb);
    height: var(--thumb);
    border: 0.75rem solid transparent;
    border-radius: 999px;
    background: #fff content-box;
    filter: drop-shadow(0 0 2px rgb(0 0 0 / 0.8));
  }
  [part='compare']:focus-visible::-webkit-slider-thumb {
    outline: 3px solid #fff;
    outline-offset: -0.4375rem;
  }
  [part='compare']:focus-visible::-moz-range-thumb {
    outline: 3px solid #fff;
    outline-offset: -0.4375rem;
  }
`
