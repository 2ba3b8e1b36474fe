// How <rtc-chat> looks: a line to fold it up by, messages to both sides, and a field that grows with what is written.
import { css } from 'lit'

export const chatStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 0.5rem;
    min-width: 0;
    max-block-size: var(--rtc-chat-height, 28rem);
  }
  [hidden] {
    display: none !important;
  }
  p {
    margin: 0;
  }
  button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  [part='toggle'] {
    display: flex;
    flex: none;
    align-items: center;
    gap: 0.5rem;
    min-height: 2.75rem;
    padding: 0 0.25rem;
    background: none;
    color: inherit;
    text-align: start;
  }
  [part='toggle']::after {
    margin-inline-start: auto;
    color: var(--_quiet);
    content: '▾';
  }
  [part='toggle'][aria-expanded='false']::after {
    content: '▸';
  }
  [part='toggle'][aria-expanded='false']:dir(rtl)::after {
    content: '◂';
  }
  [part='badge'] {
    min-width: 1.5rem;
    padding: 0 0.375rem;
    box-sizing: border-box;
    border-radius: 999px;
    background: var(--_accent);
    color: var(--_accent-text);
    font-size: 0.8125rem;
    line-height: 1.5rem;
    text-align: center;
  }
  .unseen {
    position: absolute;
    overflow: hidden;
    width: 1px;
    height: 1px;
    clip-path: inset(50%);
  }
  .body {
    position: relative;
    display: flex;
    flex: 1 1 auto;
    flex-direction: column;
    gap: 0.5rem;
    min-height: 0;
  }
  [part='log'] {
    display: flex;
    flex: 1 1 auto;
    flex-direction: column;
    gap: 0.5rem;
    min-block-size: 6rem;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0.25rem;
  }
  [part='log']:not(:has(*)) {
    min-block-size: 0;
  }
  [part='message'] {
    flex: none;
    align-self: flex-start;
    box-sizing: border-box;
    max-width: 85%;
    padding: 0.375rem 0.75rem 0.5rem;
    overflow: clip;
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  [part='message'].mine {
    align-self: flex-end;
    background: color-mix(in srgb, var(--_accent) 22%, transparent);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5rem;
    font-size: 0.8125rem;
  }
  [part='name'] {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  time,
  .file span,
  .note,
  [part='status'] {
    color: var(--_quiet);
  }
  [part='text'] {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  a {
    color: inherit;
    text-decoration-line: underline;
  }
  .file {
    overflow-wrap: anywhere;
  }
  .file span {
    white-space: nowrap;
  }
  .note,
  [part='status'] {
    font-size: 0.875em;
  }
  [part='status'] {
    padding-inline: 0.25rem;
  }
  [part='status']:empty {
    /* Not display: none, where nobody is told of what comes into it. */
    position: absolute;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    margin-block-start: 0.25rem;
  }
  progress {
    flex: 1 1 8rem;
    accent-color: var(--_accent);
  }
  .small {
    min-height: 2rem;
    padding: 0 0.875rem;
    font-size: 0.875rem;
  }
  .row .small {
    border: 1px solid var(--_border);
    background: none;
    color: inherit;
  }
  [part='newer'] {
    align-self: center;
    flex: none;
  }
  form {
    display: flex;
    flex: none;
    align-items: flex-end;
    gap: 0.5rem;
    padding: 0.25rem;
  }
  [part='field'] {
    flex: 1 1 0;
    box-sizing: border-box;
    min-width: 0;
    min-height: 2.75rem;
    max-height: 9rem;
    padding: 0.625rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_field);
    color: inherit;
    font: inherit;
    /* Phones zoom into a page to show smaller letters. */
    font-size: max(1rem, 1em);
    field-sizing: content;
    resize: none;
  }
  [part='field']:read-only {
    opacity: 0.5;
  }
  [part='attach'] {
    display: grid;
    flex: none;
    --icon-size: 1.25rem;
    --icon-stroke: 1.5;
    place-content: center;
    width: 2.75rem;
    padding: 0;
    background: none;
    color: inherit;
  }
  @media (forced-colors: active) {
    [part='message'],
    [part='badge'] {
      border: 1px solid;
    }
    [part='message'].mine {
      border-inline-end-width: 4px;
    }
  }
`
