import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { sql } from '@codemirror/lang-sql';
import { bracketMatching } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import { EditorState, Prec, StateEffect } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import type { SqlSource } from '@millrace/mesh';
import { useEffect, useRef } from 'react';
import { completeWith } from './completion.ts';
import { editorTheme } from './editor-theme.ts';
import { streamingSql } from './sql-dialect.ts';

interface EditorProps {
  readonly text: string;
  readonly sources: readonly SqlSource[];
  /** What the server said about the text that ran. */
  readonly problems: readonly Diagnostic[];
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
}

/** Where the newest properties are found by an editor that lives longer than one rendering. */
type Latest = { readonly current: EditorProps };

const lintMs = 500;
/** The text is judged anew, because what is known of the sources or from the server changed. */
const knowledge = StateEffect.define<Pick<EditorProps, 'sources' | 'problems'>>();

/** What the browser finds wrong by itself, or else what the server said. */
async function problemsOf(view: EditorView, { sources, problems }: EditorProps): Promise<readonly Diagnostic[]> {
  const { findingsOf } = await import('./language.ts');
  const found = findingsOf(view.state.doc.toString(), sources);
  return found.length > 0 ? found.map((each): Diagnostic => ({ ...each, severity: 'error' })) : problems;
}

const extensions = (latest: Latest) => [
  lineNumbers(),
  history(),
  drawSelection(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  sql({ dialect: streamingSql, upperCaseKeywords: true }),
  autocompletion({ override: [completeWith(() => latest.current.sources)], icons: false }),
  Prec.highest(
    keymap.of([
      {
        key: 'Mod-Enter',
        run: () => {
          latest.current.onRun();
          return true;
        },
      },
      {
        // Tab indents here, so Escape and then Tab must lead out for those who have no mouse.
        key: 'Escape',
        run: (view) => {
          if (view.dom.querySelector('.cm-tooltip') !== null) return false;
          view.contentDOM.blur();
          return true;
        },
      },
    ]),
  ),
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
  EditorView.contentAttributes.of({ 'aria-label': 'SQL statement', tabindex: '0' }),
  EditorView.updateListener.of((update) => {
    if (update.docChanged) latest.current.onChange(update.state.doc.toString());
  }),
  linter((view) => problemsOf(view, latest.current), {
    delay: lintMs,
    needsRefresh: ({ transactions }) =>
      transactions.some(({ effects }) => effects.some((effect) => effect.is(knowledge))),
  }),
  EditorView.lineWrapping,
  editorTheme,
];

/** The statement, with completion of what there is. */
export const Editor = (props: EditorProps) => {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (parent.current === null) return undefined;
    const view = new EditorView({
      parent: parent.current,
      state: EditorState.create({ doc: latest.current.text, extensions: extensions(latest) }),
    });
    editor.current = view;
    return () => view.destroy();
  }, []);
  useEffect(() => {
    const view = editor.current;
    if (view === undefined || view.state.doc.toString() === props.text) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: props.text } });
  }, [props.text]);
  const { sources, problems } = props;
  useEffect(() => {
    editor.current?.dispatch({ effects: knowledge.of({ sources, problems }) });
  }, [sources, problems]);
  return <div className="editor" ref={parent} />;
};
