// How <rtc-camera> looks: the picture fills the element, what a person should know or do lies over it.
// Where the system says the colours it has a border: what is no picture has no colour of its own then.
import { css } from 'lit'

export const cameraStyles = css`
  :host {
    display: block;
    position: relative;
    overflow: hidden;
    aspect-ratio: var(--rtc-aspect-ratio, 4 / 3);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  video {
    width: 100%;
    height: 100%;
    object-fit: var(--rtc-object-fit, contain);
    background: #000;
  }
  video[hidden] {
    display: none;
  }
  :host([mirrored]) video {
    transform: scaleX(-1);
  }
  [part='status'] {
    position: absolute;
    z-index: 1;
    inset: auto 0 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.75rem;
    padding: 0.75rem 1rem;
    text-align: center;
  }
  [part='status'][class=''] {
    padding: 0;
  }
  [part='status'].full {
    inset: 0;
    flex-direction: column;
    flex-wrap: nowrap;
    overflow: auto;
  }
  [part='status'].over {
    background: rgb(0 0 0 / 0.65);
    color: #fff;
    font-size: 0.875em;
  }
  .over :focus-visible {
    outline-color: #fff;
  }
  p {
    margin: 0;
    max-width: 36rem;
  }
  @media (forced-colors: active) {
    :host {
      box-sizing: border-box;
      border: 1px solid;
    }
  }
`
