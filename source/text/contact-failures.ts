/** What answers is not the index server that was expected: something else, an older one, or one of another network. */
import {type HostPort, hostPort} from './address.ts';
import {printable} from './printable.ts';
import {quoted} from './quoted.ts';
import type {SentenceTable} from './sentence-table.ts';
import {typed} from './typed.ts';

export type ContactFailure =
	/** Something else listens there; or, `closed`, it closed before any answer, as a full server does. */
	| (HostPort & {readonly kind: 'server-strange'; readonly closed?: true})
	/** The server does not speak 1.1, and the person demands it. */
	| (HostPort & {readonly kind: 'server-older'})
	/** The server cannot report changes, and says why in `detail`; or, `silent`, it did not answer when asked to. */
	| (HostPort & {readonly kind: 'no-watch'; readonly silent?: true; readonly detail?: string})
	/** It answered a request in 1.0 with lines of which none is a record; `line`: the first of them. */
	| {readonly kind: 'server-unreadable'; readonly request: string; readonly line: string}
	/** It does not speak 1.1, in which it could tell who is joined. */
	| (HostPort & {readonly kind: 'no-peer-list'})
	/** It belongs to a private network, and we gave no key. */
	| (HostPort & {readonly kind: 'network-private'})
	/** We gave a key, and it answered in plain text; or, `unsure`, not at all. */
	| (HostPort & {readonly kind: 'network-open'; readonly unsure?: true})
	/** It speaks TLS, with another key or none. */
	| (HostPort & {readonly kind: 'network-other'});

export const contactSentences: SentenceTable<ContactFailure> = {
	'server-strange': ({host, port, closed}) =>
		closed
			? `What is at ${hostPort(host, port)} closed the connection without an answer: an index server that has no room for more, or something else. Check --server, or try again.`
			: `What answers at ${hostPort(host, port)} does not speak P2P-CI. Say where the index server is: --server HOST:5555 (some courses use port 7734).`,
	'server-older': ({host, port}) =>
		`What answers at ${hostPort(host, port)} does not speak P2P-CI/1.1. Without --protocol 1.1 it is asked in 1.0, too.`,
	'no-watch': ({host, port, silent, detail}) => {
		if (detail !== undefined) {
			return `What is at ${hostPort(host, port)} does not report changes as they happen (${detail}). Check --server; if it is an index server, ${typed('list')} shows the index as it is now.`;
		}
		const why = silent
			? 'does not answer when asked for changes as they happen: it may be busy, or older than P2P-CI/1.1'
			: 'does not report changes as they happen: that needs an index server of P2P-CI/1.1';
		return `What is at ${hostPort(host, port)} ${why}. ${typed('list')} shows the index as it is now.`;
	},
	'server-unreadable': ({request, line}) =>
		`The index server answered ${request}, but no line of its answer is a record (RFC, number, title, host, port). It says, for instance: ${quoted(printable(line))}.`,
	'no-peer-list': ({host, port}) =>
		`What is at ${hostPort(host, port)} does not speak P2P-CI/1.1, so it cannot tell who is joined. ${typed('list')} shows who shares what.`,
	'network-private': ({host, port}) =>
		`${hostPort(host, port)} is a private p2pci network and you gave no key. Ask whoever runs it for the key file and start with --key FILE. No document was sent.`,
	'network-open': ({host, port, unsure}) =>
		unsure
			? `${hostPort(host, port)} does not answer as a private p2pci network does: it may be busy or stopped, or an open server. Nothing was sent; try again or, if you mean an open server, leave --key out to join it unprotected.`
			: `You gave a key, but ${hostPort(host, port)} is an open server. Nothing was sent; leave --key out to join it unprotected.`,
	'network-other': ({host, port}) =>
		`${hostPort(host, port)} does not accept your key: it belongs to another private network. Ask whoever runs it for the key file. Nothing was sent.`,
};
