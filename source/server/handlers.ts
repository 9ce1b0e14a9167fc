/** Maps requests to handlers, in both versions. */
import type {Method, Request, Target, Version} from '../protocol/message.ts';
import {ProtocolError} from '../protocol/status.ts';
import type {Answer} from './answers.ts';
import * as classic from './classic-handlers.ts';
import type {Client} from './client.ts';
import type {Engine, Handler} from './handler.ts';
import * as named from './named-handlers.ts';

/** Anything not listed is answered with 400. */
type Table = Partial<Record<Method, Partial<Record<Target['kind'], Handler>>>>;

const tables: Readonly<Record<Version, Table>> = {
	'1.0': {
		ADD: {rfc: classic.add},
		LOOKUP: {rfc: classic.lookup},
		LIST: {all: classic.list},
		REMOVE: {rfc: classic.remove},
		JOIN: {peer: classic.join},
		LEAVE: {peer: classic.leave},
	},
	'1.1': {
		ADD: {rfc: named.add},
		LOOKUP: {rfc: named.lookup},
		LIST: {all: named.list, peers: named.listPeers},
		REMOVE: {rfc: named.remove},
		JOIN: {peer: named.join},
		RENEW: {peer: named.renew},
		LEAVE: {peer: named.leave},
		SEARCH: {all: named.search},
		WATCH: {changes: named.watch},
	},
};

/** Answers a request. Throws, or rejects with, a `ProtocolError` for everything to be reported to the client. */
export function answerTo(request: Request, client: Client, engine: Engine): Answer | Promise<Answer> {
	const {method, target, version, fields} = request;
	const handler = tables[version][method]?.[target.kind];
	if (!handler) throw new ProtocolError(400, unknown(request));
	return handler({fields, rfc: target.kind === 'rfc' ? target.number : 0, client, engine});
}

function unknown({method, version}: Request): string {
	if (method === 'GET' || method === 'HEAD') {
		return `This is the index server: ${method} goes to the upload port of a peer that LOOKUP names.`;
	}
	return `The index server has no such ${method} in P2P-CI/${version}.`;
}
