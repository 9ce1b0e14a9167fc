import {documentLines} from '../../source/rfc/pages.ts';

/** The lines of a document as a reader shows them: with page breaks folded, or kept. */
export const readerLines = (text: string, breaks: 'folded' | 'kept' = 'folded'): string[] =>
	documentLines(text).flatMap(line => (line.shown === 'always' || line.shown === breaks ? [line.text] : []));
