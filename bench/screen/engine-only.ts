/** The engine of an index server without any screen: prints only its port. */
import {startIndexServer} from '../../source/server/index-server.ts';

const server = await startIndexServer({host: '127.0.0.1', port: 0});
console.log(`port ${server.facts().port}`);
