import { kafkajs } from './clients/kafkajs.ts';
import { registerClientTests } from './register-client-tests.ts';

registerClientTests('KafkaJS', kafkajs);
