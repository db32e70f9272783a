create table if not exists account (owner varchar primary key, balance int not null);
