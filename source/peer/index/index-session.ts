/**
 * A peer's session with its index server: joins, announces what is shared, renews the lease, and reconnects.
 *
 *   connecting -> joined -> waiting -> connecting ...
 *       \------------------^   (no server there, name taken)
 *        any -> left
 */
import type {IndexAnswer} from '../../net/client.ts';
import {type Failure, FailureError} from '../../text/failures.ts';
import {backoff} from '../backoff.ts';
import type {Announced, LibraryEntry, SessionState} from '../peer-state.ts';
import {Announcer, type AnnouncerOptions} from './announcer.ts';
import type {Identity, Joined} from './identity.ts';
import {connectWords, isForgotten, passesIn, refusalOfOne, retryAfterOf} from './index-failures.ts';
import {type IndexLink, isAborted} from './index-link.ts';
import {joinIndex, leaveIndex} from './joining.ts';
import {Changes} from './listeners.ts';
import type {TokenStore} from './token-store.ts';

export type IndexSessionOptions = Pick<AnnouncerOptions, 'sharedEntry' | 'digested'> & {
	readonly server: {readonly host: string; readonly port: number};
	readonly identity: Identity;
	/** Creates a new link, not opened yet; `spokeNamed` as in `ContactOptions`. */
	readonly openLink: (spokeNamed: boolean) => IndexLink;
	/** The documents that are shared now. */
	readonly shared: () => readonly LibraryEntry[];
	readonly onState: (state: SessionState) => void;
	/** Called with the address at which others connect to us. */
	readonly onAddress: (address: string) => void;
	/** Tokens of earlier runs of this peer. */
	readonly tokens: TokenStore;
	/** Called for documents that the server rejects. */
	readonly onWarning: (failure: Failure) => void;
};

export class IndexSession {
	readonly #options: IndexSessionOptions;
	readonly #announcer: Announcer;
	readonly #changes = new Changes();
	#state: SessionState = {kind: 'connecting'};
	#link: IndexLink | undefined;
	/** In 1.0, to a server that speaks 1.1: we are leaving it. */
	#former: IndexLink | undefined;
	#joining: Promise<Joined> | undefined;
	#token: string | undefined;
	#attempt = 0;
	#joinedOnce = false;
	/** The server did not know us any more when we last asked it. */
	#forgotten = false;
	#retry: NodeJS.Timeout | undefined;
	#renewal: NodeJS.Timeout | undefined;
	#left = false;

	constructor(options: IndexSessionOptions) {
		this.#options = options;
		this.#announcer = new Announcer({
			...options,
			onError: (link, error) => this.#onUpdateError(link, error),
			onStuck: link => this.#startAnew(link),
		});
	}

	/** Joins and announces everything. Rejects with the `FailureError` of the first attempt; retries continue. */
	start(): Promise<void> {
		return this.#connect();
	}

	/** Brings the server up to date about these documents; without a link that happens after the next join. */
	async update(numbers: Iterable<number>): Promise<void> {
		if (this.#link && this.#state.kind === 'joined') await this.#announcer.update(numbers);
	}

	/** Resolves when the server has answered everything that it is being told. Never rejects. */
	async announced(): Promise<Announced> {
		return {refused: await this.#announcer.idle()};
	}

	/** The joined link; waits while it is being made. Rejects with a `FailureError` when there is none. */
	async link(signal: AbortSignal): Promise<IndexLink> {
		while (this.#state.kind === 'connecting') await this.#changes.next(signal);
		if (this.#state.kind === 'joined' && this.#link) return this.#link;
		throw new FailureError(this.#state.kind === 'waiting' ? this.#state.failure : {kind: 'not-joined'});
	}

	/** The next joined link that is not `before`. Rejects when `signal` aborts, or when we have left. */
	async nextLink(before: IndexLink | undefined, signal: AbortSignal): Promise<IndexLink> {
		while (this.#state.kind !== 'joined' || !this.#link || this.#link === before) {
			if (this.#state.kind === 'left') throw new FailureError({kind: 'not-joined'});
			await this.#changes.next(signal);
		}
		return this.#link;
	}

	/** Proves to the server who we are; undefined until it gave us a token. */
	get proof(): {readonly host: string; readonly token: string} | undefined {
		return this.#token === undefined ? undefined : {host: this.#options.identity.name, token: this.#token};
	}

	/** Tries to connect now instead of waiting. */
	reconnect(): void {
		if (this.#state.kind !== 'waiting') return;
		clearTimeout(this.#retry);
		void this.#connect().catch(() => {});
	}

	/** Leaves the index. Never rejects, and takes a second at most. */
	async leave(): Promise<void> {
		if (this.#left) return;
		this.#left = true;
		clearTimeout(this.#retry);
		clearTimeout(this.#renewal);
		this.#announcer.stop();
		this.#former?.close();
		const link = this.#link;
		this.#link = undefined;
		this.#setState({kind: 'left'});
		// A JOIN that was sent is carried out, whether or not anybody waits for its answer.
		const isGone = link !== undefined && (await leaveIndex(link, this.#joining));
		link?.close();
		await this.#options.tokens.close({isGone});
	}

	async #connect(): Promise<void> {
		this.#setState({kind: 'connecting', ...(this.#state.kind === 'waiting' ? {failure: this.#state.failure} : {})});
		const link = this.#options.openLink(this.#token !== undefined);
		this.#link = link;
		link.onLost(error => this.#lost(link, error));
		link.onNewer = answer => void this.#onNewer(link, answer);
		try {
			const {tokens, shared} = this.#options;
			const identity = {...this.#options.identity, token: this.#token};
			this.#joining = joinIndex(link, {identity, tokens, sharesNothing: shared().length === 0});
			const joined = await this.#joining;
			if (this.#link !== link) return;
			await this.#onJoined(link, joined);
			// In 1.0 only the first ADD shows whether it is an index server.
			if (joined.version === '1.0' && this.#state.kind === 'waiting') throw new FailureError(this.#state.failure);
		} catch (error) {
			this.#lost(link, error);
			throw error;
		}
	}

	async #onJoined(link: IndexLink, {version, address, token, lease}: Joined): Promise<void> {
		// With the same token the server still has our records, unless it has just said that it does not know us.
		this.#announcer.use(link, {anew: this.#forgotten || token === undefined || token !== this.#token});
		this.#forgotten = false;
		this.#token = token;
		if (token !== undefined) void this.#options.tokens.remember(token);
		// In 1.1 a renewal shows whether it has kept us.
		if (lease === undefined) this.#attempt = 0;
		if (address !== '') this.#options.onAddress(address);
		this.#joinedOnce = true;
		this.#setState({kind: 'joined', protocol: version});
		// Announcing may take longer than the lease.
		if (lease !== undefined) this.#renewLater(link, lease);
		const wanted = this.#options.shared().map(({rfc}) => rfc);
		await this.update(new Set([...wanted, ...this.#announcer.announced()]));
		if (lease !== undefined && this.#link === link) void this.#renew(link, lease);
	}

	/** A 1.0 server forgets our records when the connection closes; what is still shared is announced on a new one. */
	async #startAnew(link: IndexLink): Promise<void> {
		// It may have been lost meanwhile, or closed for another document: then a new one is on its way.
		if (this.#link !== link) return;
		link.close();
		await this.#connect().catch(() => {});
	}

	/** The server was only slow: what it answers after all is for us, and we join again, in 1.1. */
	async #onNewer(link: IndexLink, {head}: IndexAnswer): Promise<void> {
		if (this.#left) return;
		const token = head.code === 200 ? head.fields.get('Token') : undefined;
		// Nothing has been announced under it.
		if (token !== undefined && this.#token === undefined) this.#forgotten = true;
		this.#token ??= token;
		if (this.#link === link) {
			this.#former = link;
			// However long that takes: what was announced in 1.0 would stay for as long as our upload port accepts.
			void link
				.leave()
				.catch(() => {})
				.finally(() => link.close());
			await this.#connect().catch(() => {});
		} else if (token !== undefined) this.reconnect();
	}

	#onUpdateError(link: IndexLink, error: unknown): void {
		if (isAborted(error)) return;
		const refused = refusalOfOne(error);
		if (refused) this.#options.onWarning(refused);
		else this.#lost(link, error);
	}

	async #renew(link: IndexLink, lease: number): Promise<void> {
		clearTimeout(this.#renewal);
		try {
			const reachable = await link.renew();
			if (this.#link !== link) return;
			this.#attempt = 0;
			const isKnown = this.#state.kind === 'joined' && this.#state.reachable === reachable;
			if (reachable !== undefined && !isKnown) this.#setState({kind: 'joined', protocol: '1.1', reachable});
			this.#renewLater(link, lease);
		} catch (error) {
			if (passesIn(error) === undefined) this.#lost(link, error);
			else if (this.#link === link) this.#renewLater(link, lease);
		}
	}

	#renewLater(link: IndexLink, lease: number): void {
		clearTimeout(this.#renewal);
		this.#renewal = setTimeout(() => void this.#renew(link, lease), (lease * 1000) / 3);
	}

	/** The link is unusable: tries another after a while. */
	#lost(link: IndexLink, error: unknown): void {
		if (this.#link !== link || this.#left) return;
		this.#link = undefined;
		link.close();
		clearTimeout(this.#renewal);
		const failure = this.#failureOf(error);
		this.#forgotten ||= isForgotten(error);
		// Before the name is free, or the server's wait is over, trying again is useless.
		const asked = retryAfterOf(failure) ?? 0;
		// Forgotten once, we join again at once; a server that forgets us again and again must not be asked all the time.
		const atOnce = isForgotten(error) && this.#attempt === 0;
		const delay = Math.max(asked * 1000, atOnce ? 0 : backoff(this.#attempt, Math.random()));
		this.#attempt++;
		const lost = failure.kind === 'server-lost' ? {retryIn: Math.ceil(delay / 1000), peer: true} : {};
		this.#setState({kind: 'waiting', failure: {...failure, ...lost}, retryAt: Date.now() + delay});
		this.#retry = setTimeout(() => void this.#connect().catch(() => {}), delay);
	}

	#failureOf(error: unknown): Failure {
		const {host, port} = this.#options.server;
		const failure: Failure =
			error instanceof FailureError ? error.failure : {kind: 'server-absent', host, port, reason: connectWords(error)};
		// A server that was there before counts as lost, not absent.
		if (failure.kind !== 'server-absent' || !this.#joinedOnce) return failure;
		return {kind: 'server-lost', host, port, reason: failure.reason};
	}

	#setState(state: SessionState): void {
		if (this.#state.kind === 'left') return;
		this.#state = state;
		this.#options.onState(state);
		this.#changes.tell();
	}
}
