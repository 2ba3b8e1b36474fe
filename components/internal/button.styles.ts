// The button that stands in a picture or beside it: starts, joins, leaves, lets the sound through. Used by all elements
// that have one.
import { css } from 'lit'

export const buttonStyles = css`
  button {
    min-height: 2.75rem;
    padding: 0.5rem 1.25rem;
    border: 0;
    border-radius: 999px;
    background: var(--_accent);
    color: var(--_accent-text);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  @media (forced-colors: active) {
    button {
      background: ButtonFace;
      color: ButtonText;
    }
  }
`
