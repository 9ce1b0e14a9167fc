/** The connections that a port has, and which of them gives way when there is no room for another one. */
import type {ServerConnection} from './connection.ts';

type Choice = (connection: ServerConnection) => boolean;

/** More connections from one address are a crowd, but not a class behind one router, or programs that were left open. */
const usual = (most: number): number => Math.max(256, most / 8);

/** The last places of a port are not for crowds. */
const keptFromCrowds = (most: number): number => most / 16;

const isStrange: Choice = ({joined}) => !joined;

export class OpenConnections {
	/** The longest idle first. */
	readonly #all = new Set<ServerConnection>();
	/** How many there are from each address. */
	readonly #counts = new Map<string, number>();
	readonly #most: number;

	/** `most`: how many connections the port may have. */
	constructor(most: number) {
		this.#most = most;
	}

	get size(): number {
		return this.#all.size;
	}

	add(connection: ServerConnection): void {
		this.#all.add(connection);
		this.#count(connection, 1);
		connection.onClose(() => this.#drop(connection));
	}

	/** A set keeps insertion order: an active connection is moved to its end. */
	markActive(connection: ServerConnection): void {
		if (this.#all.delete(connection)) this.#all.add(connection);
	}

	/**
	 * Whether there is a place for a connection from `address`, where `others` are taken by connections that are not in this
	 * list. Makes room if need be: the longest idle one closes of those on which no peer joined (RFC 900001, section 3),
	 * first one of a crowd. Those on which peers joined stay.
	 */
	hasRoom(address: string, others = 0): boolean {
		const left = this.#most - this.size - others;
		// A crowd makes room for itself: it pushes out nobody else, and does not keep everybody else out by joining.
		if (this.#countOf(address) >= usual(this.#most)) {
			return left > keptFromCrowds(this.#most) || this.#close(this.#idlestFrom(address));
		}
		if (left > 0) return true;
		const crowd = this.#largestCrowd();
		return this.#close((crowd === undefined ? undefined : this.#idlestFrom(crowd)) ?? this.#idlest(isStrange));
	}

	destroy(): void {
		for (const connection of this.#all) connection.destroy();
	}

	#idlest(isChosen: Choice): ServerConnection | undefined {
		for (const connection of this.#all) if (isChosen(connection)) return connection;
		return undefined;
	}

	/** Of those on which nobody joined. */
	#idlestFrom(address: string): ServerConnection | undefined {
		return this.#idlest(connection => isStrange(connection) && connection.remote.address === address);
	}

	#largestCrowd(): string | undefined {
		let most = usual(this.#most);
		let crowd: string | undefined;
		for (const [address, count] of this.#counts) if (count > most) [crowd, most] = [address, count];
		return crowd;
	}

	#close(connection: ServerConnection | undefined): boolean {
		if (!connection) return false;
		this.#drop(connection);
		connection.destroy();
		return true;
	}

	#countOf(address: string): number {
		return this.#counts.get(address) ?? 0;
	}

	#drop(connection: ServerConnection): void {
		if (this.#all.delete(connection)) this.#count(connection, -1);
	}

	#count({remote: {address}}: ServerConnection, more: 1 | -1): void {
		const count = this.#countOf(address) + more;
		if (count > 0) this.#counts.set(address, count);
		else this.#counts.delete(address);
	}
}
