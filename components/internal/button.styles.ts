// The button that stands in a picture or beside it: starts, joins, leaves, lets the sound through. Used by <rtc-camera>,
// <rtc-call> and <rtc-participant>.
import { css } from 'lit'

export const buttonStyles = css`
  button {
    min-height: 2.75rem;
    padding: 0.5rem 1.25rem;
    border: 0;
    border-radius: 999px;
    background: var(--rtc-accent, light-dark(#1f5fd0, #7fb0ff));
    color: var(--rtc-accent-text, light-dark(#fff, #10131a));
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  button:focus-visible {
    outline: 3px solid currentColor;
    outline-offset: 2px;
  }
`
