// How <rtc-participant> looks: the picture fills the tile, name and state lie over its lower edge, buttons over its upper
// one. Small tiles have small letters and buttons.
import { css } from 'lit'

export const participantStyles = css`
  :host {
    display: grid;
    position: relative;
    /* Its layers stay below what the page lays over it. */
    isolation: isolate;
    overflow: hidden;
    aspect-ratio: var(--rtc-aspect-ratio, 4 / 3);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  :host(:fullscreen) {
    aspect-ratio: auto;
    border-radius: 0;
  }
  /* Over the picture, so that no picture hides it. */
  :host(:state(speaking))::after {
    position: absolute;
    inset: 0;
    z-index: 3;
    border: 4px solid var(--rtc-speaking, light-dark(#12803f, #4ade80));
    border-radius: inherit;
    pointer-events: none;
    content: '';
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
    place-self: end;
    width: 28%;
    height: auto;
    margin: 0.5rem 0.5rem 3rem;
    border-radius: calc(var(--_radius) / 2);
  }
  .overlay {
    grid-area: 1 / 1;
    z-index: 2;
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    min-width: 0;
    min-height: 0;
    container-type: inline-size;
  }
  .actions {
    display: flex;
    justify-content: flex-end;
    gap: 0.375rem;
    padding: 0.5rem;
  }
  /* Where something can hover, they show when it does. */
  @media (hover: hover) {
    :host(:not(:hover, :focus-within)) [part='action'][aria-pressed='false'],
    :host(:not(:hover, :focus-within)) ::slotted([aria-pressed='false']) {
      opacity: 0;
    }
  }
  [part='label'] {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.5rem;
    min-height: 0;
    padding: 0.5rem 0.75rem;
    overflow: auto;
    background: rgb(0 0 0 / 0.65);
    color: #fff;
    font-size: 0.875em;
  }
  [part='voice'],
  [part='lock'] {
    display: inline-flex;
  }
  [part='voice'] {
    color: #4ade80;
  }
  [part='name'] {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  [part='name']:empty {
    display: none;
  }
  [part='status']:empty {
    /* Not display: none, where nobody is told of what comes into it. */
    position: absolute;
  }
  [part='button'] {
    margin-inline-start: auto;
  }
  [part='button']:focus-visible {
    outline-color: #fff;
  }
  /* The button says enough. */
  @container (max-width: 24rem) {
    [part='status']:has(+ [part='button']) {
      position: absolute;
      overflow: hidden;
      width: 1px;
      height: 1px;
      clip-path: inset(50%);
    }
    [part='button'] {
      min-height: 2rem;
      padding: 0.125rem 0.75rem;
    }
  }
  @container (max-width: 14rem) {
    .actions {
      --action-size: 2rem;
      gap: 0.125rem;
      padding: 0.25rem;
    }
    [part='label'] {
      gap: 0 0.5rem;
      padding: 0.125rem 0.5rem;
      font-size: 0.75rem;
      line-height: 1.25;
    }
  }
  /* What is no picture has no colour of its own then. */
  @media (forced-colors: active) {
    :host {
      box-sizing: border-box;
      border: 1px solid;
    }
  }
`
