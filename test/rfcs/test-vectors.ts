/** Reads the vectors of RFC 900011 from its pages; their form is told in section 2 there. */
import {bodyOf, pagesOf} from './printed-document.ts';

/** A part of an answer of 1.1: status line, fields (`...` stands for any value) and, where given, the whole body. */
export type PartialAnswer = {
	readonly status: string;
	readonly fields: readonly string[];
	readonly lines: readonly string[];
};

export type Step =
	| {readonly kind: 'send'; readonly bytes: string}
	| {readonly kind: 'expect'; readonly bytes: string}
	| {readonly kind: 'expect-part'; readonly answer: PartialAnswer}
	| {readonly kind: 'half-close' | 'closed' | 'new connection' | 'first connection'};

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

function take(steps: Step[], sign: string, text: string): void {
	const act = /^\((half-close|closed|new connection|first connection)\)$/.exec(text)?.[1];
	const last = steps.at(-1);
	if (act === 'half-close' || act === 'closed' || act === 'new connection' || act === 'first connection') {
		steps.push({kind: act});
	} else if (sign === '>' || sign === '<') {
		const kind = sign === '>' ? 'send' : 'expect';
		if (last?.kind === kind) steps[steps.length - 1] = {kind, bytes: last.bytes + bytesOf(text)};
		else steps.push({kind, bytes: bytesOf(text)});
	} else if (sign === '?' && text.startsWith('P2P-CI/')) {
		steps.push({kind: 'expect-part', answer: {status: text, fields: [], lines: []}});
	} else if (last?.kind === 'expect-part') {
		const {answer} = last;
		const changed =
			sign === '?' ? {...answer, fields: [...answer.fields, text]} : {...answer, lines: withLine(answer, text)};
		steps[steps.length - 1] = {kind: 'expect-part', answer: changed};
	} else {
		throw new Error(`A part of no answer: ${text}`);
	}
}

/** A line that begins with spaces goes on from the one before. */
function withLine({lines}: PartialAnswer, text: string): string[] {
	const last = lines.at(-1);
	return text.startsWith(' ') && last !== undefined
		? [...lines.slice(0, -1), last + text.trimStart()]
		: [...lines, text];
}
