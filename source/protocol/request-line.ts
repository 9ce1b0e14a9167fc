/**
 * Parses the request line (RFC 900001, section 3): yields a request, or the error to answer with, and the version of
 * the answer.
 */
import {trimBlankEnd} from './head.ts';
import {indexMethods, limits, type Method, type Target, uploadMethods, type Version} from './message.ts';
import {bound} from './numbers.ts';
import {ProtocolError} from './status.ts';

export type RequestLine = {readonly version: Version} & (
	| {readonly kind: 'valid'; readonly method: Method; readonly target: Target}
	| {readonly kind: 'bad'; readonly error: ProtocolError}
);

const methods: ReadonlySet<string> = new Set([...indexMethods, ...uploadMethods]);
const isMethod = (word: string | undefined): word is Method => word !== undefined && methods.has(word);

// Maps, not objects: a client may send `constructor`, which every object has.
const versions: ReadonlyMap<string, Version> = new Map([
	['P2P-CI/1.0', '1.0'],
	['P2P-CI/1.1', '1.1'],
]);

/**
 * Parses a request line without its line end. Runs of spaces and tabs count as one space; trailing ones are ignored.
 */
export function parseRequestLine(text: string): RequestLine {
	const words = trimBlankEnd(text).split(/[ \t]+/);
	const method = words[0];
	const target = parseTarget(words.slice(1, -1));
	const version = versions.get(words.at(-1) ?? '');
	if (version === undefined) {
		const error =
			words.length > 2 && isMethod(method) && target !== undefined
				? new ProtocolError(505, 'This server speaks P2P-CI/1.0 and P2P-CI/1.1.')
				: new ProtocolError(400, 'The request line must be: METHOD TARGET VERSION, such as LIST ALL P2P-CI/1.0.');
		return {kind: 'bad', version: '1.0', error};
	}
	if (!isMethod(method)) {
		const capitals = method?.toUpperCase();
		return bad(version, isMethod(capitals) ? `Methods are in capitals: ${capitals}.` : 'The method is unknown.');
	}
	if (target === undefined) return bad(version, 'The target must be RFC and a number, ALL, PEER, PEERS or CHANGES.');
	if (target.kind === 'rfc' && (target.number < 1 || target.number > limits.maxRfc)) {
		return bad(version, `An RFC number must be from 1 to ${limits.maxRfc}.`);
	}
	return {kind: 'valid', version, method, target};
}

const bad = (version: Version, detail: string): RequestLine => ({
	kind: 'bad',
	version,
	error: new ProtocolError(400, detail),
});

const plainTargets: ReadonlyMap<string, Target> = new Map([
	['ALL', {kind: 'all'}],
	['PEER', {kind: 'peer'}],
	['PEERS', {kind: 'peers'}],
	['CHANGES', {kind: 'changes'}],
]);

/** The target, if its form is known; the range of the number is not checked. */
function parseTarget(words: readonly string[]): Target | undefined {
	const [first, second] = words;
	if (words.length === 1 && first !== undefined) return plainTargets.get(first);
	const number = words.length === 2 && first === 'RFC' && second !== undefined ? bound(second) : undefined;
	return number === undefined ? undefined : {kind: 'rfc', number};
}
