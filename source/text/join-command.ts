import {hostPort} from './address.ts';

/** What others type to join an index server; `network`: it is private. */
export const joinCommand = ({
	host,
	port,
	network,
}: {
	readonly host: string;
	readonly port: number;
	readonly network?: string | undefined;
}): string => `npx p2pci peer --server ${hostPort(host, port)}${network === undefined ? '' : ' --key FILE'} --name YOU`;
