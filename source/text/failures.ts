/**
 * Everything that can go wrong, as data, and the one function that turns it into a sentence: what happened, to what,
 * and what to do. A new failure is a member of the union and an entry in its table, which the compiler demands.
 */
import {hostPort, isLoopback} from './address.ts';
import {type ContactFailure, contactSentences} from './contact-failures.ts';
import {type FileFailure, fileSentences} from './file-failures.ts';
import {nameList} from './name-list.ts';
import {printable} from './printable.ts';
import {count, counted, duration} from './quantity.ts';
import {quoted} from './quoted.ts';
import {tooManyFiles, withFilesAdvice} from './reasons.ts';
import type {SentenceTable} from './sentence-table.ts';
import {suggestedName} from './suggested-name.ts';
import {type TransferFailure, transferSentences} from './transfer-failures.ts';
import {typed} from './typed.ts';

/** Those in this file: failures of starting and joining, and answers of the index. Times are in seconds. */
export type Failure =
	| TransferFailure
	| ContactFailure
	| FileFailure
	/** `free`: a port that could be used instead. */
	| {readonly kind: 'port-in-use'; readonly role: 'server' | 'upload'; readonly port: number; readonly free?: number}
	/** An index server runs there already; `join` is what its peers type. */
	| {readonly kind: 'server-runs'; readonly port: number; readonly join: string; readonly free?: number}
	| {readonly kind: 'port-forbidden'; readonly role: 'server' | 'upload'; readonly port: number}
	| {readonly kind: 'listen-failed'; readonly host: string; readonly port: number; readonly reason: string}
	/** Another peer of this name runs on this machine, at another index server. */
	| {readonly kind: 'name-runs'; readonly name: string}
	/** A peer of this name did, in another container, and may still run. */
	| {readonly kind: 'name-may-run'; readonly name: string}
	| {readonly kind: 'server-absent'; readonly host: string; readonly port: number; readonly reason: string}
	| {readonly kind: 'server-silent'; readonly host: string; readonly port: number; readonly seconds: number}
	| {
			readonly kind: 'server-lost';
			readonly host: string;
			readonly port: number;
			readonly reason: string;
			/** Seconds until the next attempt; absent when there is none. */
			readonly retryIn?: number;
			/** Whether a peer lost it, which goes on without. */
			readonly peer?: boolean;
	  }
	/** Nobody has the wanted version; `others`: how many peers declare different ones. */
	| {readonly kind: 'version-absent'; readonly rfc: number; readonly digest: string; readonly others: number}
	| {
			readonly kind: 'server-refused';
			readonly request: string;
			readonly code: number;
			readonly phrase: string;
			readonly detail?: string;
			/** Seconds until the request may succeed, if the server said so. */
			readonly retryAfter?: number;
	  }
	/** This program's memory has no room for a copy of the index. */
	| {readonly kind: 'index-too-large'}
	| {readonly kind: 'not-joined'}
	| {
			readonly kind: 'name-taken';
			readonly name: string;
			readonly joinedAgo?: number;
			/** Seconds until the name is free, if its holder stays silent. */
			readonly freeIn?: number;
	  }
	| {
			readonly kind: 'name-invalid';
			readonly name: string;
			readonly cause: 'empty' | 'spaces' | 'too-long' | 'unprintable';
	  }
	/** The index server uses the address that it sees, and not the one that the person gave. */
	| {readonly kind: 'address-unused'; readonly given: string; readonly seen: string}
	/** `expected` completes "… is not …". */
	| {readonly kind: 'flag-invalid'; readonly flag: string; readonly value: string; readonly expected: string}
	| {readonly kind: 'rfc-invalid'; readonly value: string}
	| {readonly kind: 'title-invalid'}
	/** `peers`: how many have joined, if known. */
	| {readonly kind: 'not-found'; readonly rfc: number; readonly peers?: number}
	/** Every holder was tried. */
	| {readonly kind: 'nobody-holds'; readonly rfc: number; readonly tried: readonly string[]}
	| {readonly kind: 'not-issued'; readonly rfc: number; readonly indexDate?: string}
	| {readonly kind: 'no-text'; readonly rfc: number}
	/** The index server cannot connect to our upload port. */
	| {readonly kind: 'unreachable'; readonly address: string; readonly port: number}
	| {
			readonly kind: 'too-small';
			readonly columns: number;
			readonly rows: number;
			readonly neededColumns: number;
			readonly neededRows: number;
	  }
	| {readonly kind: 'unexpected'; readonly reason: string};

/** The default port of an index server. */
const usualPort = 5555;
const portFlag = {server: '--port', upload: '--upload-port'} as const;
const nameCauses = {
	empty: 'a name has at least one character',
	spaces: 'a name has no spaces',
	'too-long': 'a name has at most 255 characters',
	unprintable: 'a name has no invisible or control characters',
} as const;

const sentences: SentenceTable<Failure> = {
	...transferSentences,
	...contactSentences,
	...fileSentences,
	'port-in-use': ({role, port, free}) => {
		const flag = portFlag[role];
		const instead = free === undefined ? `Choose another: ${flag} N` : `${free} is free: ${flag} ${free}`;
		return `Port ${port} is in use on this machine. ${instead}, or ${flag} 0 for any.`;
	},
	'server-runs': ({port, join, free}) =>
		`Port ${port} is in use by an index server that runs here already. Join it (${join}), or start this one with --port ${free ?? 0}.`,
	'port-forbidden': ({role, port}) =>
		`This system does not let you listen on port ${port}: ports below 1024 are often reserved. Choose a higher one: ${portFlag[role]} 0 for any.`,
	'listen-failed': ({host, port, reason}) =>
		`Cannot listen at ${hostPort(host, port)} (${reason}). Give an address of this machine: --host ADDRESS.`,
	'name-runs': ({name}) =>
		`Another peer named ${name} runs on this machine, and remembers what it does: what you take back, want or leave unfinished in this one is forgotten at its end. Give this one another name to keep it.`,
	'name-may-run': ({name}) =>
		`Another peer named ${name} may still run, in another container: waiting up to 12 s for a sign of it.`,
	'server-absent': ({host, port, reason}) => {
		const start = typed(port === usualPort ? 'server' : `server --port ${port}`);
		const what = isLoopback(host)
			? `Start one here with ${start}, or say where it is:`
			: 'Check that it is running there and that no firewall is in between, or say where it is:';
		return `No index server answers at ${hostPort(host, port)} (${reason}). ${what} --server HOST:5555 (some courses use port 7734).`;
	},
	'server-silent': ({host, port, seconds}) =>
		`The index server at ${hostPort(host, port)} has not answered for ${duration(seconds)}. It may be busy, or not an index server: check --server, or try again.`,
	'server-lost': ({host, port, reason, retryIn, peer}) => {
		const next = retryIn === undefined ? 'Start again when it is back.' : `Trying again in ${duration(retryIn)}.`;
		return `Lost the index server at ${hostPort(host, port)} (${reason}). ${next}${peer ? ' Running downloads go on and your documents can be read; searching waits.' : ''}`;
	},
	'version-absent': ({rfc, digest, others}) =>
		`Nobody here has RFC ${rfc} with the digest ${digest} now${others === 0 ? '' : `; ${counted(others, 'peer')} with another version`}. Try again when somebody shares it, or check the digest.`,
	'server-refused': ({request, code, phrase, detail}) =>
		`The server refused ${request}: ${code} ${phrase}${detail === undefined ? '.' : ` (${detail}).`}`,
	'index-too-large': () =>
		'The index is too large for the memory of this program. Look RFCs up by number, or start with more: NODE_OPTIONS=--max-old-space-size=MEGABYTES.',
	'not-joined': () => 'You are not joined to an index server now: this works again as soon as you are.',
	'name-taken': ({name, joinedAgo, freeIn}) => {
		const who = joinedAgo === undefined ? 'another peer' : `a peer that joined ${duration(joinedAgo)} ago`;
		const yours =
			freeIn === undefined
				? 'If that was you and it crashed, the name is free again within a minute.'
				: `If that was you and it crashed, the name is free in ${duration(freeIn)}.`;
		return `${name} is taken by ${who}. Choose another, for instance --name ${name}-2. ${yours}`;
	},
	'name-invalid': ({name, cause}) =>
		cause === 'empty' || cause === 'too-long'
			? `That cannot be a peer's name: ${nameCauses[cause]}. Choose another: --name bob.`
			: `"${name}" cannot be a peer's name: ${nameCauses[cause]}. Choose another, for instance --name ${suggestedName(name)}.`,
	'address-unused': ({given, seen}) =>
		`The index server knows you at ${seen}, not at ${given}: it believes --address only if it was started with --trust-addresses.`,
	'flag-invalid': ({flag, value, expected}) => `${quoted(value)} is not valid for ${flag}: it takes ${expected}.`,
	'rfc-invalid': ({value}) =>
		`${quoted(value)} is not an RFC number: these go from 1 to 2,147,483,647, for instance 2616.`,
	'title-invalid': () => 'A title has 1 to 1,024 characters.',
	'not-found': ({rfc, peers}) => {
		const joined = peers === undefined ? '' : `; ${peers === 1 ? '1 peer is' : `${count(peers)} peers are`} joined`;
		return `Nobody here has RFC ${rfc} now (the index says 404${joined}). Try again when somebody shares it.`;
	},
	'nobody-holds': ({rfc, tried}) => {
		const asked = tried.length === 0 ? '' : ` (tried: ${nameList(tried)})`;
		return `Nobody who holds RFC ${rfc} could send it${asked}. Try again later.`;
	},
	'not-issued': ({rfc, indexDate}) =>
		`RFC ${rfc} was not issued${indexDate === undefined ? '' : ` by ${indexDate}, the date of your rfc-index.txt`}.`,
	'no-text': ({rfc}) => `RFC ${rfc} exists only as a scan (PDF); p2pci carries text files.`,
	unreachable: ({address, port}) =>
		`You joined, but the index server cannot reach you at ${hostPort(address, port)}: a firewall, or a Wi-Fi that keeps its clients apart? You can get RFCs; nobody can get yours. Tried again every 30 s.`,
	'too-small': ({columns, rows, neededColumns, neededRows}) =>
		`${columns}x${rows} is too small: p2pci needs ${neededColumns}x${neededRows}. Transfers go on; keys other than Ctrl-C do nothing until the window is bigger.`,
	unexpected: ({reason}) => `p2pci ran into an unexpected error: ${reason}. This is a bug: please report it.`,
};

/** The sentence, or sentences, for a person: a single line, with strangers' values made safe to show. Never throws. */
export function sentence(failure: Failure): string {
	// TypeScript does not see that the function under a kind takes failures of that kind.
	const make = sentences[failure.kind] as (failure: Failure) => string;
	const told = make(failure);
	const lacksFiles = 'reason' in failure && failure.reason?.endsWith(tooManyFiles);
	return printable(lacksFiles ? withFilesAdvice(told) : told);
}

/** The sentence without the advice to try again, for callers that already retry. */
export const factOf = (failure: Failure): string => sentence(failure).replace(/ Try (?:again|another)[^.]*\.$/, '');

/** An error that carries a failure to where it is shown. Its message is the sentence. */
export class FailureError extends Error {
	override readonly name = 'FailureError';
	readonly failure: Failure;

	/** `place`: where in the config file the value is that failed; it comes first in the message. */
	constructor(failure: Failure, {place, ...options}: ErrorOptions & {readonly place?: string} = {}) {
		super((place === undefined ? '' : `${printable(place)}: `) + sentence(failure), options);
		this.failure = failure;
	}
}
