import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const highlighting = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.operatorKeyword, tags.modifier], color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.standard(tags.name), tags.function(tags.variableName)], color: 'var(--code-function)' },
  { tag: [tags.typeName], color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--ink-3)' },
]);

const view = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', background: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.75' },
  '.cm-content': { padding: '14px 0', caretColor: 'var(--accent)' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-gutters': { background: 'transparent', border: '0', color: 'var(--ink-3)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 16px 0 24px', minWidth: '46px' },
  '.cm-activeLine': { background: 'color-mix(in oklch, var(--accent-soft) 34%, transparent)' },
  '.cm-activeLineGutter': { background: 'transparent', color: 'var(--ink-2)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in oklch, var(--accent-line) 45%, transparent)',
  },
  '.cm-matchingBracket': { background: 'var(--accent-soft)', outline: '1px solid var(--accent-line)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad) 1.2px',
    textUnderlineOffset: '4px',
  },
  '.cm-tooltip': {
    background: 'var(--raised)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--r-m)',
    boxShadow: 'var(--shadow-float)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font)',
    fontSize: '13px',
    maxHeight: '260px',
    minWidth: '300px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    gap: '10px',
    padding: '6px 12px',
    alignItems: 'center',
    lineHeight: '1.4',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
  '.cm-completionLabel': { fontWeight: '550' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)' },
  '.cm-completionDetail': { marginLeft: 'auto', fontStyle: 'normal', color: 'var(--ink-2)', fontSize: '12px' },
  '.cm-tooltip.cm-completionInfo': { padding: '6px 12px', color: 'var(--ink-2)', font: '12.5px var(--font)' },
  '.cm-diagnostic': { padding: '6px 12px', border: '0', color: 'var(--bad)', font: '12.5px var(--font)' },
});

/** The editor in the tokens: light and dark follow the page. */
export const editorTheme = [view, syntaxHighlighting(highlighting)];
