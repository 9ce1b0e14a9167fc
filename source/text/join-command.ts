import {hostPort} from './address.ts';
import {typed} from './typed.ts';

type IndexPlace = {
	readonly host: string;
	readonly port: number;
	/** The identity of its key, if the network is private. */
	readonly network?: string | undefined;
};

/** What others type to join an index server. `isUsual`: they find it without being told where it is. */
export function joinCommand({host, port, network}: IndexPlace, isUsual = false): string {
	const server = isUsual ? '' : ` --server ${hostPort(host, port)}`;
	return typed(`peer${server}${network === undefined ? '' : ' --key FILE'} --name YOU`);
}
