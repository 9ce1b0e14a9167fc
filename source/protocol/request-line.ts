/** The request line (PROTOCOL.md 1): which request it is, or which error answers it, framed in which version. */
import {trimBlankEnd} from './head.ts';
import {indexMethods, limits, type Method, type Target, uploadMethods, type Version} from './message.ts';
import {decimal} from './records.ts';
import {ProtocolError} from './status.ts';

export type RequestLine = {readonly version: Version} & (
	| {readonly kind: 'valid'; readonly method: Method; readonly target: Target}
	| {readonly kind: 'bad'; readonly error: ProtocolError}
);

const methods: ReadonlySet<string> = new Set([...indexMethods, ...uploadMethods]);
const isMethod = (word: string | undefined): word is Method => word !== undefined && methods.has(word);

const versions: Readonly<Record<string, Version>> = {'P2P-CI/1.0': '1.0', 'P2P-CI/1.1': '1.1'};

/** Reads a request line without its line end. Runs of spaces and tabs are one space; those at the end do not count. */
export function parseRequestLine(text: string): RequestLine {
	const words = trimBlankEnd(text).split(/[ \t]+/);
	const method = words[0];
	const target = parseTarget(words.slice(1, -1));
	const version = versions[words.at(-1) ?? ''];
	if (version === undefined) {
		const error =
			words.length > 2 && isMethod(method) && target !== undefined
				? new ProtocolError(505, 'This server speaks P2P-CI/1.0 and P2P-CI/1.1.')
				: new ProtocolError(400, 'The request line must be: METHOD TARGET P2P-CI/1.1.');
		return {kind: 'bad', version: '1.0', error};
	}
	if (!isMethod(method)) return bad(version, 'The method is unknown.');
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

const plainTargets: Readonly<Record<string, Target>> = {
	ALL: {kind: 'all'},
	PEER: {kind: 'peer'},
	PEERS: {kind: 'peers'},
	CHANGES: {kind: 'changes'},
};

const digits = /^\d+$/;

/** The target, if its form is known; the range of a number is not checked. */
function parseTarget(words: readonly string[]): Target | undefined {
	const [first, second] = words;
	if (words.length === 1 && first !== undefined && Object.hasOwn(plainTargets, first)) return plainTargets[first];
	if (words.length !== 2 || first !== 'RFC' || second === undefined || !digits.test(second)) return undefined;
	// A number beyond what can be counted exactly is out of range all the same.
	return {kind: 'rfc', number: decimal(second) ?? Number.MAX_SAFE_INTEGER};
}
