// How a point is set on a picture: a frame around the picture, a handle on it. The picture has any colour, so both are light
// on dark.
import { css } from 'lit'

export const pointStyles = css`
  [part='picture'] {
    position: fixed;
    inset: auto;
    box-sizing: border-box;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: visible;
    background: none;
    /* Left stays left in every language: it is a place in a picture. */
    direction: ltr;
    cursor: crosshair;
    touch-action: none;
    user-select: none;
  }
  [part='picture']::before {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    outline: 2px dashed #fff;
    outline-offset: -2px;
    box-shadow: inset 0 0 0 2px rgb(0 0 0 / 0.6);
    content: '';
    pointer-events: none;
  }
  [part='point'] {
    display: grid;
    place-content: center;
    position: absolute;
    width: 2.75rem;
    height: 2.75rem;
    padding: 0;
    border: 2px solid #fff;
    border-radius: 50%;
    background: rgb(0 0 0 / 0.35);
    box-shadow: 0 0 0 2px rgb(0 0 0 / 0.6);
    color: #fff;
    translate: -50% -50%;
    cursor: grab;
    touch-action: none;
  }
  [part='point'] svg {
    width: 1.5rem;
    height: 1.5rem;
  }
  [part='point']:focus-visible {
    outline: 3px solid #fff;
    outline-offset: 2px;
    box-shadow: 0 0 0 7px rgb(0 0 0 / 0.75);
  }
  .done {
    position: absolute;
    inset: auto 0.5rem 0.5rem auto;
    min-height: 2.75rem;
    padding: 0 1.25rem;
    border: 0;
    border-radius: 999px;
    background: rgb(0 0 0 / 0.75);
    color: #fff;
    font-weight: 600;
  }
  .done:focus-visible {
    outline-color: #fff;
    box-shadow: 0 0 0 7px rgb(0 0 0 / 0.75);
  }
  /* There they have no shadows: the ring lies on the button itself. */
  @media (forced-colors: active) {
    [part='point'],
    .done {
      background: ButtonFace;
      color: ButtonText;
    }
    [part='point']:focus-visible,
    .done:focus-visible {
      outline-color: ButtonText;
      outline-offset: -6px;
    }
  }
`
