/** Reads the vectors of RFC 900011 from its pages; their form is told in section 2 there. */
import {bodyOf, pagesOf} from './printed-document.ts';

/** A part of an answer: status line, fields (`...` stands for any value) and, where given, the whole body. */
export type PartialAnswer = {
	readonly status: string;
	readonly fields: readonly string[];
	/** Empty where the body may be anything. */
	readonly lines: readonly string[];
	/** What comes after the head is told by the steps that follow. */
	readonly headOnly: boolean;
};

const acts = ['half-close', 'closed', 'new connection', 'first connection', 'upload server'] as const;
type Act = (typeof acts)[number];

export type Step =
	/** `\(Name)` in it stands for the value that this field had when it came last. */
	| {readonly kind: 'send'; readonly bytes: string}
	| {readonly kind: 'expect'; readonly bytes: string}
	| {readonly kind: 'expect-part'; readonly answer: PartialAnswer}
	/** Lines that come by themselves. */
	| {readonly kind: 'expect-lines'; readonly lines: readonly string[]}
	| {readonly kind: Act};

export type Vector = {readonly name: string; readonly steps: readonly Step[]};

/** The bytes that a line stands for, one character each. */
export function bytesOf(notation: string): string {
	return notation
		.replace(/\\\*(\d+)\{(.*?)\}/g, (_, count: string, text: string) => text.repeat(Number(count)))
		.replace(/\\(?:x([\da-f]{2})|([rnt]))/g, (_, hex: string | undefined, letter: string) =>
			hex ? String.fromCharCode(Number.parseInt(hex, 16)) : ({r: '\r', n: '\n', t: '\t'}[letter] ?? ''),
		);
}

export function vectorsOf(document: string): Vector[] {
	const lines = pagesOf(document)
		.flatMap(bodyOf)
		.filter(line => /^ {3}(?:-- |[<>?=] )/.test(line))
		.map(line => line.slice(3));
	const vectors: {name: string; steps: Step[]}[] = [];
	for (const line of lines) {
		const vector = vectors.at(-1);
		if (line.startsWith('-- ')) vectors.push({name: line.slice(3), steps: []});
		else if (vector) take(vector.steps, line[0] ?? '', line.slice(2));
	}
	return vectors;
}

/** What a line of a body has to be: `"..."` is any text in it, and `,...}` at the end any more members. */
export function linePattern(line: string): RegExp {
	const literal = line.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
	const inner = literal.replaceAll('"\\.\\.\\."', '"[^"]+"').replace(/,\\\.\\\.\\\.\\}$/, '(?:,.*)?\\}');
	return new RegExp(`^${inner}$`);
}

function take(steps: Step[], sign: string, text: string): void {
	const act = acts.find(each => text === `(${each})`);
	if (act) steps.push({kind: act});
	else if (sign === '>' || sign === '<') takeBytes(steps, sign === '>' ? 'send' : 'expect', bytesOf(text));
	else if (sign === '?') takeHead(steps, text);
	else takeLine(steps, text);
}

function takeBytes(steps: Step[], kind: 'send' | 'expect', bytes: string): void {
	const last = steps.at(-1);
	if (last?.kind === kind) steps[steps.length - 1] = {kind, bytes: last.bytes + bytes};
	else steps.push({kind, bytes});
}

function takeHead(steps: Step[], text: string): void {
	if (text.startsWith('P2P-CI/')) {
		steps.push({kind: 'expect-part', answer: {status: text, fields: [], lines: [], headOnly: false}});
		return;
	}
	const last = steps.at(-1);
	if (last?.kind !== 'expect-part') throw new Error(`A part of no answer: ${text}`);
	const {answer} = last;
	const changed = text === '(head only)' ? {headOnly: true} : {fields: [...answer.fields, text]};
	steps[steps.length - 1] = {kind: 'expect-part', answer: {...answer, ...changed}};
}

function takeLine(steps: Step[], text: string): void {
	const last = steps.at(-1);
	if (last?.kind === 'expect-part' && !last.answer.headOnly) {
		const answer = {...last.answer, lines: withLine(last.answer.lines, text)};
		steps[steps.length - 1] = {kind: 'expect-part', answer};
	} else if (last?.kind === 'expect-lines') {
		steps[steps.length - 1] = {kind: 'expect-lines', lines: withLine(last.lines, text)};
	} else steps.push({kind: 'expect-lines', lines: [text]});
}

/** A line that begins with spaces goes on from the one before. */
function withLine(lines: readonly string[], text: string): string[] {
	const last = lines.at(-1);
	return text.startsWith(' ') && last !== undefined
		? [...lines.slice(0, -1), last + text.trimStart()]
		: [...lines, text];
}
