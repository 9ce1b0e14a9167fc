/** An index server in a process of its own, for benchmarks of something else. */
import {startIndexServer} from '../source/server/index-server.ts';
import {serveBenchmark} from './server-process.ts';

const server = await startIndexServer({host: '127.0.0.1', port: 0});
serveBenchmark(server.facts().port);
