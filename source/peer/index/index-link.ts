/**
 * One connection to an index server, in either version: the first request decides which one is spoken (RFC 900002,
 * section 7). A broken link stays broken; open another one instead.
 */

import {abortable} from '../../net/abortable.ts';
import type {ClassicClient, ClassicClose} from '../../net/classic-client.ts';
import type {IndexAnswer} from '../../net/client.ts';
import {ConnectError} from '../../net/connect.ts';
import {type Contact, type ContactOptions, contact, isNewer} from '../../net/contact.ts';
import type {OutgoingRequest} from '../../protocol/encode.ts';
import type {PeerRecord, RfcRecord, SearchHit, Version} from '../../protocol/message.ts';
import {FailureError} from '../../text/failures.ts';
import type {LibraryEntry} from '../peer-state.ts';
import * as classic from './classic-index.ts';
import type {Identity, Joined} from './identity.ts';
import {answered, askingError} from './index-failures.ts';
import * as named from './named-index.ts';
import * as lists from './named-lists.ts';

/** `signal` aborts everything on this link. */
export type IndexLinkOptions = Omit<ContactOptions, 'first'>;

/** Opens nothing yet: the first request does. */
export const openIndexLink = (options: IndexLinkOptions): IndexLink => new IndexLink(options);

export class IndexLink {
	/**
	 * Called when a server that seemed older, since it was silent, answers in 1.1 after all; also after `close`. Without it
	 * the requests are repeated in 1.1.
	 */
	onNewer: ((answer: IndexAnswer) => void) | undefined;
	readonly #options: IndexLinkOptions;
	readonly #closeListeners = new Set<(error: unknown) => void>();
	#contact: Promise<Contact> | undefined;
	#made: Contact | undefined;
	#self: classic.Self = classic.nobody;
	#name = '';
	readonly #stop = new AbortController();
	/** The document that was added last, in 1.0. */
	#added: number | undefined;
	/** Whether a 1.0 server that closed after one answer gives another. */
	#answers: Promise<boolean> | undefined;

	constructor(options: IndexLinkOptions) {
		this.#options = options;
	}

	/** The version spoken, once it is known. */
	get version(): Version | undefined {
		return this.#made?.version;
	}

	/** The holders of an RFC; empty when there are none. Rejects with a `FailureError`, or when a signal aborts. */
	lookup(rfc: number, signal?: AbortSignal): Promise<readonly RfcRecord[]> {
		return this.#either(named.lookupRequest(rfc), signal, {
			named: answer => named.lookupAnswer(answer, rfc),
			classic: client => classic.lookup(client, this.#self, rfc),
		});
	}

	/** Every record. Rejects as `lookup` does. */
	list(signal?: AbortSignal): Promise<readonly RfcRecord[]> {
		return this.#either(lists.firstPage, signal, {
			named: (first, ask) => lists.listFrom(first, ask),
			classic: client => classic.list(client, this.#self),
		});
	}

	/**
	 * Every record, page by page as they arrive; undefined in 1.0, where nothing is requested. Rejects as `lookup`
	 * does.
	 */
	recordPages(take: lists.TakePage<RfcRecord>, signal?: AbortSignal): Promise<lists.Listed | undefined> {
		return this.#either<lists.Listed | undefined>(lists.firstPage, signal, {
			named: (first, ask) => lists.recordPages(first, ask, take),
			classic: () => Promise.resolve(undefined),
		});
	}

	/** Every peer. Rejects as `lookup` does, and in 1.0, which has no such list. */
	peers(signal?: AbortSignal): Promise<readonly PeerRecord[]> {
		const {host, port} = this.#options;
		return this.#either(lists.firstPeers, signal, {
			named: (first, ask) => lists.peersFrom(first, ask),
			classic: async (client, strange) => {
				if (strange) await answered(classic.list(client, this.#self));
				throw new FailureError({kind: 'no-peer-list', host, port});
			},
		});
	}

	/**
	 * The RFCs whose number or title matches, best first, at most `limit`. In 1.0 the whole list is filtered: every
	 * word must be a prefix of the number or of a word of the title. Rejects as `lookup` does.
	 */
	search(query: string, limit?: number, signal?: AbortSignal): Promise<readonly SearchHit[]> {
		return this.#either(named.searchRequest(query, limit), signal, {
			opening: named.totalRequest,
			named: named.searchAnswer,
			classic: client => classic.search(client, this.#self, {query, limit}),
		});
	}

	/** Registers. In 1.0 it only connects: the first ADD registers. Rejects as `lookup` does. */
	join(identity: Identity): Promise<Joined> {
		this.#name = identity.name;
		return this.#either(named.joinRequest(identity), undefined, {
			named: answer => named.joinAnswer(answer, identity.name),
			classic: async (client, strange) => {
				this.#self = await classic.selfOf(client, identity);
				return {version: '1.0' as const, address: this.#self.host, strange};
			},
		});
	}

	/** Announces a document, or a change of it. Rejects as `lookup` does. */
	add(entry: LibraryEntry): Promise<void> {
		return this.#either(named.addRequest(this.#name, entry), undefined, {
			named: answer => named.expectOk('ADD', answer),
			classic: async client => {
				await classic.add(client, this.#self, entry);
				this.#added = entry.rfc;
			},
		});
	}

	/**
	 * Removes a document from the index. `unknown`: a 1.0 server does not know the request; only closing the connection
	 * removes it.
	 */
	remove(rfc: number, title: string): Promise<'removed' | 'unknown'> {
		return this.#either(named.removeRequest(this.#name, rfc), undefined, {
			named: named.removeAnswer,
			classic: client => classic.remove(client, this.#self, {rfc, title}),
		});
	}

	/**
	 * Renews the lease. Resolves with whether the server can connect to our upload port, if it said so. In 1.0 there is
	 * no lease.
	 */
	renew(): Promise<boolean | undefined> {
		return this.#either(named.renewRequest(this.#name), undefined, {
			named: named.renewAnswer,
			classic: () => Promise.resolve(undefined),
		});
	}

	/** Leaves the system; with a token also for a peer that joined on another connection. Rejects as `lookup` does. */
	leave(token?: string): Promise<void> {
		return this.#either(named.leaveRequest(this.#name, token), undefined, {
			named: answer => named.expectOk('LEAVE', answer),
			classic: client => classic.leave(client, this.#self),
		});
	}

	/** Calls `listener` once, with the reason, when an established connection is lost. Not after `close`. */
	onLost(listener: (error: unknown) => void): void {
		this.#closeListeners.add(listener);
	}

	/** Closes the connection. */
	close(): void {
		this.#stop.abort();
		this.#closeListeners.clear();
		this.#made?.client.close();
	}

	async #either<Result>(
		request: OutgoingRequest,
		signal: AbortSignal | undefined,
		ways: {
			readonly opening?: OutgoingRequest;
			readonly named: (answer: IndexAnswer, ask: lists.Ask) => Result | Promise<Result>;
			readonly classic: (client: ClassicClient, strange: boolean) => Promise<Result>;
		},
	): Promise<Result> {
		try {
			const first = this.#contact === undefined && ways.opening === undefined;
			this.#contact ??= this.#begin(ways.opening ?? request);
			const made = await abortable(this.#contact, signal);
			if (made.version === '1.0') {
				const asked = abortable(ways.classic(made.client, made.strange), signal);
				if (this.onNewer || !(await isNewer(made, asked))) return await asked;
				made.client.close();
				if (this.#made === made) {
					this.#made = undefined;
					this.#contact = undefined;
				}
				return await this.#either(request, signal, ways);
			}
			const ask: lists.Ask = outgoing => made.client.request(outgoing, {signal});
			return await ways.named(first ? made.answer : await ask(request), ask);
		} catch (error) {
			// A persistent connection reports its loss itself; one that is opened for a request does not.
			if (this.#made?.version === '1.0' && error instanceof ConnectError && !isAborted(error)) this.#lost(error);
			throw askingError(error, this.#options, this.#everConnected());
		}
	}

	/** Where 1.0 is the only version to speak, nothing has been connected to before the first request. */
	#everConnected(): boolean {
		const made = this.#made;
		if (made?.version === '1.0' && this.#options.protocol === '1.0') return made.client.localAddress !== '';
		return made !== undefined;
	}

	async #begin(first: OutgoingRequest): Promise<Contact> {
		const {signal} = this.#stop;
		const outer = this.#options.signal;
		try {
			const made = await contact({...this.#options, first, signal: outer ? AbortSignal.any([outer, signal]) : signal});
			if (signal.aborted) {
				made.client.close();
				throw new ConnectError('aborted');
			}
			this.#made = made;
			if (made.version === '1.1') made.client.onClose(error => this.#lost(error));
			else {
				made.client.onClose(close => void this.#classicClosed(made.client, close));
				void made.late?.then(answer => this.onNewer?.(answer));
			}
			return made;
		} catch (error) {
			this.#contact = undefined;
			throw error;
		}
	}

	/** A server that closes right after an answer may not keep connections open, or it may have ended. */
	async #classicClosed(client: ClassicClient, {error, answers, isHabit}: ClassicClose): Promise<void> {
		const isThere = isHabit && (await (answers > 1 ? classic.accepts(this.#options) : this.#goesOn(client)));
		if (!isThere && !this.#stop.signal.aborted) this.#lost(error);
	}

	/** Asked, not probed: where each connection brings one request, small programs end of one that brings none. */
	#goesOn(client: ClassicClient): Promise<boolean> {
		const rfc = this.#added;
		this.#answers ??= rfc === undefined ? Promise.resolve(true) : classic.answers(client, this.#self, rfc);
		return this.#answers;
	}

	#lost(error: unknown): void {
		for (const listener of this.#closeListeners) listener(error);
	}
}

/** Whether an error is an abort. */
export const isAborted = (error: unknown): boolean => error instanceof ConnectError && error.reason === 'aborted';
