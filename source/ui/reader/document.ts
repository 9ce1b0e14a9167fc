/** A document prepared for the reader: its lines safe to show; sections and reference names are found on demand. */
import {type DocumentHead, documentHead} from '../../rfc/head.ts';
import {type DocumentLine, documentLines} from '../../rfc/pages.ts';
import {type Names, referenceNames} from '../../rfc/references.ts';
import {type Section, sectionsOf} from '../../rfc/sections.ts';
import {printable} from '../../text/printable.ts';

/** Whether running headers and page numbers are shown. */
export type Breaks = 'folded' | 'kept';

export type ReaderDocument = {
	readonly rfc: number;
	readonly lines: readonly DocumentLine[];
	readonly head: DocumentHead;
	/** The sections, by indices into `lines`. */
	readonly sections: readonly Section[];
	readonly names: Names;
	/** Whether sections and names have been found already. */
	readonly studied: boolean;
	/** Finds them. */
	study(): void;
};

/** A lazily computed and cached value. */
function once<Value>(make: () => Value): () => Value {
	let made: {readonly value: Value} | undefined;
	return () => {
		made ??= {value: make()};
		return made.value;
	};
}

const isFolded = ({shown}: DocumentLine): boolean => shown !== 'kept';

/** Most lines are safe unchanged. */
function safeLine(line: DocumentLine): DocumentLine {
	const text = printable(line.text);
	return text === line.text ? line : {text, shown: line.shown};
}

/** Takes the text of a document as it is in its file. */
export function readerDocument(rfc: number, text: string): ReaderDocument {
	const lines = documentLines(text).map(safeLine);
	const folded = once(() => lines.flatMap((line, at) => (isFolded(line) ? [at] : [])));
	const texts = once(() => folded().map(at => lines[at]?.text ?? ''));
	let studied = false;
	const head = once(() => documentHead(text));
	const sections = once(() => sectionsOf(texts()).map(section => ({...section, line: folded()[section.line] ?? 0})));
	const names = once(() => referenceNames(texts()));
	return {
		rfc,
		lines,
		get head() {
			return head();
		},
		get sections() {
			return sections();
		},
		get names() {
			return names();
		},
		study() {
			sections();
			names();
			studied = true;
		},
		get studied() {
			return studied;
		},
	};
}

/** The section with a number, as written in references; undefined when the document has none. */
export function sectionNumbered({sections}: ReaderDocument, number: string): Section | undefined {
	const wanted = number.toUpperCase();
	return sections.find(section => section.number === wanted);
}
