// How <rtc-participant> looks: the picture fills the tile, name and state lie over its lower edge.
import { css } from 'lit'

export const participantStyles = css`
  :host {
    display: grid;
    position: relative;
    overflow: hidden;
    aspect-ratio: var(--rtc-aspect-ratio, 4 / 3);
    border-radius: var(--rtc-radius, 0.75rem);
    background: var(--rtc-surface, light-dark(#e8eaee, #1b1e24));
    color: var(--rtc-text, light-dark(#1b1e24, #f1f3f6));
    font: var(--rtc-font, 1rem/1.4 system-ui, sans-serif);
  }
  :host([hidden]) {
    display: none;
  }
  video {
    grid-area: 1 / 1;
    width: 100%;
    height: 100%;
    min-height: 0;
    object-fit: var(--rtc-object-fit, contain);
    background: #000;
  }
  /* A screen lies large under the face. */
  video.more {
    z-index: 0;
  }
  video.face {
    z-index: 1;
  }
  :host(:state(sharing)) video.face {
    place-self: start end;
    width: 28%;
    height: auto;
    margin: 0.5rem;
    border-radius: calc(var(--rtc-radius, 0.75rem) / 2);
  }
  [part='label'] {
    grid-area: 1 / 1;
    z-index: 2;
    place-self: end stretch;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    padding: 0.5rem 0.75rem;
    background: rgb(0 0 0 / 0.65);
    color: #fff;
    font-size: 0.875em;
  }
  [part='name'] {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  [part='status']:empty,
  [part='name']:empty {
    display: none;
  }
  button {
    margin-inline-start: auto;
  }
`
