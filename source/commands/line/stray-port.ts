/** Host and port as two words after --server, as many programs take them: the port is then read as something else. */
import {type HostPort, hostPort, parseHostPort, parsePort} from '../../text/address.ts';
import {shortened} from '../../text/quoted.ts';

/** What the two words mean; undefined where --server has a port, or is followed by none. */
export function strayPort(argv: readonly string[]): HostPort | undefined {
	const end = argv.indexOf('--');
	const words = end < 0 ? argv : argv.slice(0, end);
	const at = words.findIndex(word => word === '--server' || word.startsWith('--server='));
	if (at < 0) return undefined;
	const [flag = '', ...after] = words.slice(at);
	const [host = '', text = ''] = flag === '--server' ? after : [flag.slice('--server='.length), ...after];
	const port = parsePort(text);
	// No address has port 0 by itself.
	const place = parseHostPort(host, 0);
	return port === undefined || place?.port !== 0 ? undefined : {host: place.host, port};
}

/** How it is written. */
export const asOneWord = ({host, port}: HostPort): string => `--server ${shortened(hostPort(host, port))}`;
