/** A document as the reader needs it: its lines safe to show; its sections and names of references when first asked for. */
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
	/** The sections, by lines of `lines`. */
	readonly sections: readonly Section[];
	readonly names: Names;
	/** Whether the sections and names are known already. */
	readonly studied: boolean;
	/** Looks for them. */
	study(): void;
};

/** The value that `make` gives, made once, when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
	let made: {readonly value: Value} | undefined;
	return () => {
		made ??= {value: make()};
		return made.value;
	};
}

const isFolded = ({shown}: DocumentLine): boolean => shown !== 'kept';

/** Most lines are safe as they are. */
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

/** The section with a number, as references write it; undefined when the document has none. */
export function sectionNumbered({sections}: ReaderDocument, number: string): Section | undefined {
	const wanted = number.toUpperCase();
	return sections.find(section => section.number === wanted);
}
