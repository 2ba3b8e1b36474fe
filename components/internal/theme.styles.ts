// What all elements have in common in their looks: the tokens that a page may set and what they are otherwise, the focus,
// and colours where the system forces its own. docs/theming.md has them as a table.
import { css } from 'lit'

/** Of elements that take the focus. */
export const focusStyles = css`
  :focus-visible {
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }
`

/** First among the styles of an element. `--_text` and so on are what counts; the underscore keeps them apart from the
 *  properties of a page. */
export const themeStyles = css`
  :host {
    --_text: var(--rtc-text, light-dark(#1b1e24, #f1f3f6));
    --_surface: var(--rtc-surface, light-dark(#eceef2, #1f232b));
    --_field: var(--rtc-field, var(--rtc-surface, light-dark(#fff, #12151a)));
    --_border: var(--rtc-border, light-dark(#757c89, #7b8392));
    --_accent: var(--rtc-accent, light-dark(#1f5fd0, #7fb0ff));
    --_accent-text: var(--rtc-accent-text, light-dark(#fff, #10131a));
    --_danger: var(--rtc-danger, light-dark(#b3261e, #ffb4ab));
    --_danger-text: var(--rtc-danger-text, light-dark(#fff, #410e0b));
    --_radius: var(--rtc-radius, 0.75rem);
    --_quiet: color-mix(in srgb, var(--_text) 72%, transparent);
    --_line: color-mix(in srgb, var(--_text) 16%, transparent);
    color: var(--_text);
    font: var(--rtc-font, 1rem/1.4 system-ui, sans-serif);
  }
  :host([hidden]) {
    display: none !important;
  }
  @media (forced-colors: active) {
    :host {
      --_quiet: CanvasText;
      --_line: CanvasText;
      --_accent: Highlight;
    }
    button {
      border: 1px solid ButtonBorder !important;
    }
    button:disabled,
    select:disabled {
      border-color: GrayText !important;
      color: GrayText !important;
      opacity: 1 !important;
    }
    [aria-pressed='true'] {
      background: Highlight !important;
      color: HighlightText !important;
      forced-color-adjust: none;
    }
  }
`
