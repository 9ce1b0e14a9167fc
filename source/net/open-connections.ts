/** The connections that a port has, and which of them gives way when there is no room for another one. */
import type {ServerConnection} from './connection.ts';

type Choice = (connection: ServerConnection) => boolean;

/** So many connections from one address are no crowd: a class behind one router, programs that were left open. */
const usual = 256;

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
	 * `address`. False when there is none.
	 */
	makeRoom(address: string): boolean {
		const crowd = this.#crowd(address);
		const chosen = crowd === undefined ? this.#idlest(isStrange) : this.#idlestFor(crowd, address);
		if (!chosen) return false;
		this.#drop(chosen);
		chosen.destroy();
		return true;
	}

	/**
	 * Those of a crowd come first, and make room for each other without harm to anybody else. Joining protects them only
	 * while somebody else gives way and they are no more than half of all: otherwise one machine could keep everybody out.
	 */
	#idlestFor(crowd: string, address: string): ServerConnection | undefined {
		const isCrowd: Choice = ({remote}) => remote.address === crowd;
		const strange = this.#idlest(connection => isStrange(connection) && isCrowd(connection));
		if (strange || crowd === address) return strange;
		const isMost = this.#countOf(crowd) > this.#all.size / 2;
		return (isMost ? undefined : this.#idlest(isStrange)) ?? this.#idlest(isCrowd);
	}

	destroy(): void {
		for (const connection of this.#all) connection.destroy();
	}

	#idlest(isChosen: Choice): ServerConnection | undefined {
		for (const connection of this.#all) if (isChosen(connection)) return connection;
		return undefined;
	}

	/** The address with the most connections, that of the newcomer included, if they are a crowd. */
	#crowd(address: string): string | undefined {
		let most = usual;
		let crowd: string | undefined;
		for (const [each, open] of this.#counts) {
			const count = each === address ? open + 1 : open;
			if (count > most) [crowd, most] = [each, count];
		}
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
