// How drawings on buttons look. Used by the elements that have any.
import { css } from 'lit'

/** `--icon-size` and `--icon-stroke` are for the styles of an element. */
export const iconStyles = css`
  svg {
    width: var(--icon-size, 1rem);
    height: var(--icon-size, 1rem);
    fill: none;
    stroke: currentColor;
    stroke-width: var(--icon-stroke, 1.75);
    stroke-linecap: round;
    stroke-linejoin: round;
  }
`
