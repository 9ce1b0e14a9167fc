/** The connections that a port has, and which of them gives way when there is no room for another one. */
import type {ServerConnection} from './connection.ts';

type Choice = (connection: ServerConnection) => boolean;

const isStrange: Choice = ({joined}) => !joined;

export class OpenConnections {
	/** The longest idle first. */
	readonly #all = new Set<ServerConnection>();
	/** How many there are from each address. */
	readonly #counts = new Map<string, number>();

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
	 * Closes the longest idle connection on which no peer joined (RFC 900001, section 3), to make room for one from
	 * `address`. Where an address has two or more beyond that of the newcomer, those of the one that has the most come first,
	 * and joining protects them only while somebody else gives way and they are no more than half of all: otherwise one
	 * machine could keep everybody out. False when there is none.
	 */
	makeRoom(address: string): boolean {
		const crowd = this.#crowd(address);
		const isCrowd: Choice = ({remote}) => remote.address === crowd;
		const isMost = crowd !== undefined && this.#countOf(crowd) > this.#all.size / 2;
		const chosen =
			(crowd && this.#idlest(connection => isStrange(connection) && isCrowd(connection))) ??
			(isMost ? this.#idlest(isCrowd) : undefined) ??
			this.#idlest(isStrange) ??
			(crowd && this.#idlest(isCrowd));
		if (!chosen) return false;
		this.#drop(chosen);
		chosen.destroy();
		return true;
	}

	destroy(): void {
		for (const connection of this.#all) connection.destroy();
	}

	#idlest(isChosen: Choice): ServerConnection | undefined {
		for (const connection of this.#all) if (isChosen(connection)) return connection;
		return undefined;
	}

	/** The address with the most connections, if another one from `address` would still leave it with more. */
	#crowd(address: string): string | undefined {
		let most = this.#countOf(address) + 1;
		let crowd: string | undefined;
		for (const [each, count] of this.#counts) if (count > most) [crowd, most] = [each, count];
		return crowd;
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
