CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;


CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;


CREATE FUNCTION public._pgh_attach_context() RETURNS uuid
    LANGUAGE plpgsql
    AS $$
                    DECLARE
                        _pgh_context_id UUID;
                        _pgh_context_metadata JSONB;
                    BEGIN
                        BEGIN
                            SELECT INTO _pgh_context_id
                                CURRENT_SETTING('pghistory.context_id');
                            SELECT INTO _pgh_context_metadata
                                CURRENT_SETTING('pghistory.context_metadata');
                            EXCEPTION WHEN OTHERS THEN
                        END;
                        IF _pgh_context_id IS NOT NULL AND _pgh_context_metadata IS NOT NULL THEN
                            INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
                                VALUES (_pgh_context_id, _pgh_context_metadata, NOW(), NOW())
                                ON CONFLICT (id) DO UPDATE
                                    SET metadata = EXCLUDED.metadata,
                                        updated_at = EXCLUDED.updated_at
                                    WHERE pghistory_context.metadata != EXCLUDED.metadata;
                            RETURN _pgh_context_id;
                        ELSE
                            RETURN NULL;
                        END IF;
                    END;
                $$;


CREATE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
                DECLARE
                    _pgtrigger_ignore TEXT[];
                    _result BOOLEAN;
                BEGIN
                    BEGIN
                        SELECT INTO _pgtrigger_ignore
                            CURRENT_SETTING('pgtrigger.ignore');
                        EXCEPTION WHEN OTHERS THEN
                    END;
                    IF _pgtrigger_ignore IS NOT NULL THEN
                        SELECT trigger_name = ANY(_pgtrigger_ignore)
                        INTO _result;
                        RETURN _result;
                    ELSE
                        RETURN FALSE;
                    END IF;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_0099b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_06d44() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_10876() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_222de() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_2241d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_23167() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_23d14() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_340ed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_3c16e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_402a7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_41842() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_4e015() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_62b3f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_69070() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_6a06d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_6d255() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_7b570() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_803a5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_87aca() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_8809c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_8a5a3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_96565() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_971f5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_97542() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_a0e4e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_a22e0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_a4090() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_a4772() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_af056() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_b003c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_c2d75() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_c745b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_c9ed9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_d0098() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_d9971() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_delete_28a56() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = format('Rows of %s are append-only (%s refused): add a row that corrects or voids the old one.', TG_TABLE_NAME, lower(TG_OP));
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_delete_71b18() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = format('Rows of %s are append-only (%s refused): add a row that corrects or voids the old one.', TG_TABLE_NAME, lower(TG_OP));
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_delete_e47c6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = format('Rows of %s are append-only (%s refused): add a row that corrects or voids the old one.', TG_TABLE_NAME, lower(TG_OP));
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_e542a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    IF TG_OP = 'UPDATE' AND NOT OLD.is_void AND NEW.is_void
                       AND to_jsonb(OLD) - 'is_void' = to_jsonb(NEW) - 'is_void'
                       AND pg_trigger_depth() > 1 THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'the grade record is append-only: void the row by a later one'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'grade_is_append_only';
                
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_e5d70() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_e9e5d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_ec933() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_update_12ddc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = format('Rows of %s are append-only (%s refused): add a row that corrects or voids the old one.', TG_TABLE_NAME, lower(TG_OP));
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_update_28290() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = format('Rows of %s are append-only (%s refused): add a row that corrects or voids the old one.', TG_TABLE_NAME, lower(TG_OP));
                END;
            $$;


CREATE FUNCTION public.pgtrigger_append_only_update_ee9fc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION USING ERRCODE = 'restrict_violation', MESSAGE = format('Rows of %s are append-only (%s refused): add a row that corrects or voids the old one.', TG_TABLE_NAME, lower(TG_OP));
                END;
            $$;


CREATE FUNCTION public.pgtrigger_branch_of_moved_cd28a() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    EXECUTE $text$
                    UPDATE workforce_worker worker SET branch_id = moved.branch_id
                      FROM (SELECT new_rows.id, COALESCE(new_rows.path[2], new_rows.path[1]) AS branch_id
                              FROM new_rows JOIN old_rows USING (id)
                             WHERE COALESCE(new_rows.path[2], new_rows.path[1])
                                   IS DISTINCT FROM COALESCE(old_rows.path[2], old_rows.path[1])) moved
                     WHERE worker.unit_id = moved.id AND worker.branch_id IS DISTINCT FROM moved.branch_id
                    $text$;
                    RETURN NULL;
                
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_branch_of_new_worker_455aa() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    SELECT COALESCE(path[2], path[1]) INTO NEW.branch_id
                      FROM workforce_unit WHERE id = NEW.unit_id FOR SHARE;
                    NEW.is_employed := NEW.status IN ('active', 'on_leave');
                    RETURN NEW;
                
                END;
            $$;


CREATE FUNCTION public.pgtrigger_branch_of_standing_54609() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    SELECT branch_id, is_employed INTO NEW.branch_id, NEW.is_employed
                      FROM workforce_worker WHERE id = NEW.worker_id;
                    RETURN NEW;
                
                END;
            $$;


CREATE FUNCTION public.pgtrigger_branch_of_worker_46649() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    IF NEW.unit_id IS DISTINCT FROM OLD.unit_id THEN
                        SELECT COALESCE(path[2], path[1]) INTO NEW.branch_id
                          FROM workforce_unit WHERE id = NEW.unit_id FOR SHARE;
                    ELSE
                        SELECT COALESCE(path[2], path[1]) INTO NEW.branch_id
                          FROM workforce_unit WHERE id = NEW.unit_id;
                    END IF;
                    NEW.is_employed := NEW.status IN ('active', 'on_leave');
                    RETURN NEW;
                
                END;
            $$;


CREATE FUNCTION public.pgtrigger_comes_below_0f65e() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                DECLARE above bigint[]; found boolean;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    NEW.path := ARRAY[NEW.id];
                    IF NEW.parent_id IS NULL THEN RETURN NEW; END IF;
                    PERFORM pg_advisory_xact_lock(hashtext('workforce_unit.tree'));
                    -- held as its foreign key will hold it, and so never sought through a whole index
                    EXECUTE 'SELECT path FROM workforce_unit WHERE id = $1 FOR KEY SHARE'
                       INTO above USING NEW.parent_id;
                    IF above <> '{}' THEN
                        found := NEW.id = ANY(above);
                        NEW.path := above || NEW.id;
                    ELSE
                        EXECUTE $text$
    WITH RECURSIVE up(id, parent_id) AS (
        SELECT id, parent_id FROM workforce_unit WHERE id = $1
        UNION
        SELECT u.id, u.parent_id FROM workforce_unit u JOIN up ON u.id = up.parent_id
    )
    SELECT EXISTS (SELECT 1 FROM up WHERE $2 IN (id, parent_id))
$text$ INTO found USING NEW.parent_id, NEW.id;
                        NEW.path := '{}';
                    END IF;
                    IF found OR NEW.parent_id = NEW.id THEN 
    RAISE EXCEPTION 'unit % cannot stand below itself', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_has_no_cycle';
 END IF;
                    RETURN NEW;
                
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_confirmed_is_never_edited_78c45() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    IF OLD.confirmed_at IS NULL THEN
                        RETURN COALESCE(NEW, OLD);
                    END IF;
                    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'valid_to' = to_jsonb(NEW) - 'valid_to' THEN
                        RETURN NEW;
                    END IF;
                    
    RAISE EXCEPTION 'a confirmed version of a rule set is never edited: draft a new version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_version_is_never_edited';

                
                END;
            $$;


CREATE FUNCTION public.pgtrigger_decided_by_no_drafter_87da6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    IF NEW.decided_by_id IS NOT NULL
                       AND EXISTS (SELECT FROM skills_policydrafter d
                                    WHERE d.change_id = NEW.id AND d.user_id = NEW.decided_by_id) THEN
                        RAISE EXCEPTION 'nobody who edited the draft decides about it'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_change_decided_by_no_drafter';
                    END IF;
                    RETURN NEW;
                
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_07b0a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_standardevent" ("document", "edition", "id", "mark", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release", "rule_set_id", "title", "valid_from", "valid_to") SELECT old_values."document", old_values."edition", old_values."id", old_values."mark", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."release", old_values."rule_set_id", old_values."title", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_112e5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_calendaryearevent" ("confirmed_at", "confirmed_by_id", "document", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year") SELECT old_values."confirmed_at", old_values."confirmed_by_id", old_values."document", _pgh_attached_context.value, NOW(), 'delete', old_values."year", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_1dc07() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_userevent" ("date_joined", "demo_note", "display_name", "email", "id", "is_active", "is_demo", "is_staff", "is_superuser", "is_system", "login", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "worker_id") SELECT old_values."date_joined", old_values."demo_note", old_values."display_name", old_values."email", old_values."id", old_values."is_active", old_values."is_demo", old_values."is_staff", old_values."is_superuser", old_values."is_system", old_values."login", old_values."owner_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."purpose", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_2a396() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_diplomaevent" ("batch_id", "created_at", "created_by_id", "evidence_id", "graduated_on", "id", "kind", "major_id", "major_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "school", "void_reason", "voided_at", "voided_by_id", "worker_id") SELECT old_values."batch_id", old_values."created_at", old_values."created_by_id", old_values."evidence_id", old_values."graduated_on", old_values."id", old_values."kind", old_values."major_id", old_values."major_name", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."replaces_id", old_values."school", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_2fba5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_rolegrantevent" ("end_reason", "ended_by_id", "granted_at", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "since", "unit_id", "until", "user_id") SELECT old_values."end_reason", old_values."ended_by_id", old_values."granted_at", old_values."granted_by_id", old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."reason", old_values."role", old_values."since", old_values."unit_id", old_values."until", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_35d16() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_documentevent" ("added_at", "added_by_id", "apprenticeship_id", "diploma_id", "file_id", "grade_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "spell_id", "title_id", "void_reason", "voided_at", "voided_by_id", "wage_id", "worker_id") SELECT old_values."added_at", old_values."added_by_id", old_values."apprenticeship_id", old_values."diploma_id", old_values."file_id", old_values."grade_id", old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."spell_id", old_values."title_id", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."wage_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_3f5f7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_relatedoccupationevent" ("document", "id", "mark", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "related_id", "valid_from", "valid_to") SELECT old_values."document", old_values."id", old_values."mark", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."related_id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_4d02c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_channelevent" ("added_at", "added_by_id", "event_kinds", "id", "is_on", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "unit_id") SELECT old_values."added_at", old_values."added_by_id", old_values."event_kinds", old_values."id", old_values."is_on", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."rules", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_4e101() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_routeevent" ("code", "document", "id", "mark", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note", "target", "version_id") SELECT old_values."code", old_values."document", old_values."id", old_values."mark", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."source_note", old_values."target", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_50eb7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_targetevent" ("created_at", "created_by_id", "document", "due_on", "id", "level", "mark", "measure", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "since", "unit_id", "value", "withdraw_reason", "withdrawn_at", "withdrawn_by_id") SELECT old_values."created_at", old_values."created_by_id", old_values."document", old_values."due_on", old_values."id", old_values."level", old_values."mark", old_values."measure", old_values."name", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."rank", old_values."since", old_values."unit_id", old_values."value", old_values."withdraw_reason", old_values."withdrawn_at", old_values."withdrawn_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_526ed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_titlematchevent" ("id", "judged_at", "judged_by_id", "matches", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "title_id") SELECT old_values."id", old_values."judged_at", old_values."judged_by_id", old_values."matches", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."reason", old_values."title_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_550f8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_rulepolicyevent" ("at_once", "counts_working_days", "escalates_after", "id", "is_on", "leads", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "rule", "set_at", "set_by_id") SELECT old_values."at_once", old_values."counts_working_days", old_values."escalates_after", old_values."id", old_values."is_on", old_values."leads", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."reason", old_values."rule", old_values."set_at", old_values."set_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_55f41() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_erasureevent" ("asked_at", "asked_by_id", "confirmed_at", "confirmed_by_id", "erased_at", "id", "job_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "withdrawn_at", "withdrawn_by_id", "worker_id") SELECT old_values."asked_at", old_values."asked_by_id", old_values."confirmed_at", old_values."confirmed_by_id", old_values."erased_at", old_values."id", old_values."job_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."reason", old_values."withdrawn_at", old_values."withdrawn_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_5693d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_occupationevent" ("code", "code_mark", "field", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."code_mark", old_values."field", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), 'delete', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_57f53() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_employmentspellevent" ("batch_id", "created_at", "created_by_id", "evidence_id", "id", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "since", "until", "void_reason", "voided_at", "voided_by_id", "worker_id") SELECT old_values."batch_id", old_values."created_at", old_values."created_by_id", old_values."evidence_id", old_values."id", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."replaces_id", old_values."since", old_values."until", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_60065() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_occupationmajorevent" ("document", "id", "major_id", "mark", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") SELECT old_values."document", old_values."id", old_values."major_id", old_values."mark", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_639b0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_relationevent" ("from_worker_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "to_worker_id", "until") SELECT old_values."from_worker_id", old_values."id", old_values."kind", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."since", old_values."to_worker_id", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_72ed7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_targetreadingevent" ("day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "target_id", "value") SELECT old_values."day", old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."source", old_values."target_id", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_76c8d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_monthlywageevent" ("amount", "batch_id", "created_at", "created_by_id", "evidence_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "void_reason", "voided_at", "voided_by_id", "worker_id") SELECT old_values."amount", old_values."batch_id", old_values."created_at", old_values."created_by_id", old_values."evidence_id", old_values."id", old_values."month", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."replaces_id", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_787c0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_calendardayevent" ("day", "document", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year_id") SELECT old_values."day", old_values."document", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."year_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_7b7cb() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "base_retentionruleevent" ("days", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."days", old_values."id", old_values."kind", _pgh_attached_context.value, NOW(), 'delete', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_84ccf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_unitchangeevent" ("applied_at", "blocked_why", "cancel_reason", "cancelled_at", "cancelled_by_id", "effective_on", "id", "kind", "moved_unit_ids", "moved_worker_ids", "new_text", "old_parent_id", "old_text", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "state", "unit_id") SELECT old_values."applied_at", old_values."blocked_why", old_values."cancel_reason", old_values."cancelled_at", old_values."cancelled_by_id", old_values."effective_on", old_values."id", old_values."kind", old_values."moved_unit_ids", old_values."moved_worker_ids", old_values."new_text", old_values."old_parent_id", old_values."old_text", old_values."other_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."reason", old_values."recorded_at", old_values."recorded_by_id", old_values."state", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_85bef() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_clauseevent" ("diploma_kinds", "final_year", "id", "kind", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "route_id", "unrecorded_fact", "years") SELECT old_values."diploma_kinds", old_values."final_year", old_values."id", old_values."kind", old_values."level", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."position", old_values."rank", old_values."route_id", old_values."unrecorded_fact", old_values."years" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_85c7f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_titleevent" ("awarded_on", "batch_id", "created_at", "created_by_id", "evidence_id", "id", "major_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "replaces_id", "speciality", "void_reason", "voided_at", "voided_by_id", "worker_id") SELECT old_values."awarded_on", old_values."batch_id", old_values."created_at", old_values."created_by_id", old_values."evidence_id", old_values."id", old_values."major_id", old_values."name", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."rank", old_values."replaces_id", old_values."speciality", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_8adbc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_relativedeclarationevent" ("decided_at", "decided_by_id", "decision_reason", "declared_at", "declared_by_id", "employee_no", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation_id", "since", "state", "worker_id") SELECT old_values."decided_at", old_values."decided_by_id", old_values."decision_reason", old_values."declared_at", old_values."declared_by_id", old_values."employee_no", old_values."id", old_values."name", old_values."note", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."relation_id", old_values."since", old_values."state", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_94056() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_policychangeevent" ("decided_at", "decided_by_id", "decision_reason", "digest", "document", "drafted_at", "drafted_by_id", "effective_on", "id", "kind", "mark", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_job_id", "prepared_at", "proposal", "reason", "rule_set_id", "standard_id", "state", "submitted_at", "switched_at", "version_id") SELECT old_values."decided_at", old_values."decided_by_id", old_values."decision_reason", old_values."digest", old_values."document", old_values."drafted_at", old_values."drafted_by_id", old_values."effective_on", old_values."id", old_values."kind", old_values."mark", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."prepare_job_id", old_values."prepared_at", old_values."proposal", old_values."reason", old_values."rule_set_id", old_values."standard_id", old_values."state", old_values."submitted_at", old_values."switched_at", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_95476() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_unitevent" ("closed_on", "code", "id", "kind", "name", "opened_on", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."closed_on", old_values."code", old_values."id", old_values."kind", old_values."name", old_values."opened_on", old_values."parent_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_96b7b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_delegationevent" ("deputy_id", "end_reason", "ended_by_id", "granted_at", "granted_by_id", "headship_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "until") SELECT old_values."deputy_id", old_values."end_reason", old_values."ended_by_id", old_values."granted_at", old_values."granted_by_id", old_values."headship_id", old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."reason", old_values."since", old_values."until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_a2de4() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_occupationaliasevent" ("document", "id", "kind", "name", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") SELECT old_values."document", old_values."id", old_values."kind", old_values."name", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_ac11b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_workerevent" ("birth_date", "created_at", "employee_no", "erased_at", "hire_date", "id", "id_number_mask", "merged_into_id", "name", "name_initials", "name_pinyin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "post", "remark", "sex", "status", "unit_id") SELECT old_values."birth_date", old_values."created_at", old_values."employee_no", old_values."erased_at", old_values."hire_date", old_values."id", old_values."id_number_mask", old_values."merged_into_id", old_values."name", old_values."name_initials", old_values."name_pinyin", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."phone", old_values."post", old_values."remark", old_values."sex", old_values."status", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_b0207() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_unitheadevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "unit_id", "until", "worker_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."since", old_values."unit_id", old_values."until", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_baa41() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_apprenticeshipcompletionevent" ("batch_id", "completed_on", "created_at", "created_by_id", "evidence_id", "id", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "void_reason", "voided_at", "voided_by_id", "worker_id") SELECT old_values."batch_id", old_values."completed_on", old_values."created_at", old_values."created_by_id", old_values."evidence_id", old_values."id", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."replaces_id", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_bb127() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_diplomamatchevent" ("diploma_id", "id", "judged_at", "judged_by_id", "matches", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT old_values."diploma_id", old_values."id", old_values."judged_at", old_values."judged_by_id", old_values."matches", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_bc00c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_rulesetevent" ("applies_to_all", "code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") SELECT old_values."applies_to_all", old_values."code", old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_bd91e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_placementevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "reason", "since", "status", "unit_id", "until", "worker_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."post", old_values."reason", old_values."since", old_values."status", old_values."unit_id", old_values."until", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_c6c6f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_majorevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."id", old_values."name", _pgh_attached_context.value, NOW(), 'delete', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_e41d1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_correctionrequestevent" ("decided_at", "decided_by_id", "decision_reason", "evidence_id", "fact_id", "fact_kind", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "requested_at", "requested_by_id", "state", "text", "worker_id") SELECT old_values."decided_at", old_values."decided_by_id", old_values."decision_reason", old_values."evidence_id", old_values."fact_id", old_values."fact_kind", old_values."id", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."proposed", old_values."requested_at", old_values."requested_by_id", old_values."state", old_values."text", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_delete_delete_f539b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_rulesetversionevent" ("confirmed_at", "confirmed_by_id", "document", "id", "mark", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release", "rule_set_id", "source_note", "valid_from", "valid_to") SELECT old_values."confirmed_at", old_values."confirmed_by_id", old_values."document", old_values."id", old_values."mark", old_values."number", _pgh_attached_context.value, NOW(), 'delete', old_values."id", old_values."release", old_values."rule_set_id", old_values."source_note", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_draft_alone_is_edited_75d60() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    IF OLD.state <> 'draft'
                       AND (OLD.kind, OLD.rule_set_id, OLD.occupation_id, OLD.proposal, OLD.effective_on,
                            OLD.document, OLD.mark, OLD.reason, OLD.digest, OLD.drafted_by_id)
                           IS DISTINCT FROM
                           (NEW.kind, NEW.rule_set_id, NEW.occupation_id, NEW.proposal, NEW.effective_on,
                            NEW.document, NEW.mark, NEW.reason, NEW.digest, NEW.drafted_by_id) THEN
                        RAISE EXCEPTION 'only a draft is edited'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_change_draft_alone_is_edited';
                    END IF;
                    RETURN NEW;
                
                END;
            $$;


CREATE FUNCTION public.pgtrigger_employed_delete_f1b67() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                EXECUTE $statement$
                    WITH changed AS MATERIALIZED (SELECT unit_id AS unit_id, CASE WHEN status IN ('active', 'on_leave') THEN 'employed' END AS measure, -1 AS people FROM old_rows)
                    INSERT INTO workforce_unittotalchange (unit_id, measure, number)
                    SELECT unit_id, measure, sum(people)
                      FROM (SELECT unit_id, measure, people FROM changed) AS counted
                     WHERE measure IS NOT NULL
                     GROUP BY unit_id, measure HAVING sum(people) <> 0
                $statement$;
                RETURN NULL;
            
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_employed_insert_2d754() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                EXECUTE $statement$
                    WITH changed AS MATERIALIZED (SELECT unit_id AS unit_id, CASE WHEN status IN ('active', 'on_leave') THEN 'employed' END AS measure, 1 AS people FROM new_rows)
                    INSERT INTO workforce_unittotalchange (unit_id, measure, number)
                    SELECT unit_id, measure, sum(people)
                      FROM (SELECT unit_id, measure, people FROM changed) AS counted
                     WHERE measure IS NOT NULL
                     GROUP BY unit_id, measure HAVING sum(people) <> 0
                $statement$;
                RETURN NULL;
            
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_employed_update_c18fa() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                EXECUTE $statement$
                    WITH changed AS MATERIALIZED (
        SELECT unit_id, measure, sum(people) AS people
          FROM (SELECT unit_id AS unit_id, CASE WHEN status IN ('active', 'on_leave') THEN 'employed' END AS measure, -1 AS people FROM old_rows
                UNION ALL SELECT unit_id AS unit_id, CASE WHEN status IN ('active', 'on_leave') THEN 'employed' END AS measure, 1 FROM new_rows) AS both_states
         GROUP BY unit_id, measure HAVING sum(people) <> 0)
                    INSERT INTO workforce_unittotalchange (unit_id, measure, number)
                    SELECT unit_id, measure, sum(people)
                      FROM (SELECT unit_id, measure, people FROM changed) AS counted
                     WHERE measure IS NOT NULL
                     GROUP BY unit_id, measure HAVING sum(people) <> 0
                $statement$;
                RETURN NULL;
            
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_frozen_once_confirmed_ade4a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE touched record;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                IF TG_OP <> 'INSERT' THEN
                    touched := OLD;
                    IF EXISTS (SELECT FROM skills_rulesetversion v
                                WHERE v.id = (SELECT r.version_id FROM skills_route r WHERE r.id = touched.route_id) AND v.confirmed_at IS NOT NULL) THEN
                        
    RAISE EXCEPTION 'a confirmed version of a rule set is never edited: draft a new version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_version_is_never_edited';

                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                END IF;
                touched := NEW;
                IF EXISTS (SELECT FROM skills_rulesetversion v
                            WHERE v.id = (SELECT r.version_id FROM skills_route r WHERE r.id = touched.route_id) AND v.confirmed_at IS NOT NULL) THEN
                    
    RAISE EXCEPTION 'a confirmed version of a rule set is never edited: draft a new version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_version_is_never_edited';

                END IF;
                RETURN NEW;
            
                END;
            $$;


CREATE FUNCTION public.pgtrigger_frozen_once_confirmed_e25a7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE touched record;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                IF TG_OP <> 'INSERT' THEN
                    touched := OLD;
                    IF EXISTS (SELECT FROM skills_rulesetversion v
                                WHERE v.id = touched.version_id AND v.confirmed_at IS NOT NULL) THEN
                        
    RAISE EXCEPTION 'a confirmed version of a rule set is never edited: draft a new version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_version_is_never_edited';

                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                END IF;
                touched := NEW;
                IF EXISTS (SELECT FROM skills_rulesetversion v
                            WHERE v.id = touched.version_id AND v.confirmed_at IS NOT NULL) THEN
                    
    RAISE EXCEPTION 'a confirmed version of a rule set is never edited: draft a new version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_version_is_never_edited';

                END IF;
                RETURN NEW;
            
                END;
            $$;


CREATE FUNCTION public.pgtrigger_levels_delete_1f0eb() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                EXECUTE $statement$
                    WITH changed AS MATERIALIZED (SELECT worker_id AS worker_id, CASE WHEN occupation_id IS NOT NULL THEN 'level.' || held_level END AS measure, -1 AS people FROM old_rows)
                    INSERT INTO workforce_unittotalchange (unit_id, measure, number)
                    SELECT unit_id, measure, sum(people)
                      FROM (
    WITH held AS MATERIALIZED (
        SELECT id, unit_id, status FROM workforce_worker
         WHERE id = ANY(ARRAY(SELECT worker_id FROM changed WHERE measure IS NOT NULL))
         ORDER BY id FOR NO KEY UPDATE
    )
    SELECT held.unit_id, changed.measure, changed.people
      FROM changed JOIN held ON held.id = changed.worker_id
     WHERE held.status IN ('active', 'on_leave')
) AS counted
                     WHERE measure IS NOT NULL
                     GROUP BY unit_id, measure HAVING sum(people) <> 0
                $statement$;
                RETURN NULL;
            
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_levels_delete_e980d() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                EXECUTE $statement$
                    WITH changed AS MATERIALIZED (SELECT id AS id, unit_id AS unit_id, status AS status, -1 AS people FROM old_rows)
                    INSERT INTO workforce_unittotalchange (unit_id, measure, number)
                    SELECT unit_id, measure, sum(people)
                      FROM (
    SELECT changed.unit_id, 'level.' || standing.held_level AS measure, changed.people
      FROM changed
      JOIN skills_standing standing ON standing.worker_id = changed.id AND standing.occupation_id IS NOT NULL
     WHERE changed.status IN ('active', 'on_leave')
) AS counted
                     WHERE measure IS NOT NULL
                     GROUP BY unit_id, measure HAVING sum(people) <> 0
                $statement$;
                RETURN NULL;
            
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_levels_insert_22844() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                EXECUTE $statement$
                    WITH changed AS MATERIALIZED (SELECT id AS id, unit_id AS unit_id, status AS status, 1 AS people FROM new_rows)
                    INSERT INTO workforce_unittotalchange (unit_id, measure, number)
                    SELECT unit_id, measure, sum(people)
                      FROM (
    SELECT changed.unit_id, 'level.' || standing.held_level AS measure, changed.people
      FROM changed
      JOIN skills_standing standing ON standing.worker_id = changed.id AND standing.occupation_id IS NOT NULL
     WHERE changed.status IN ('active', 'on_leave')
) AS counted
                     WHERE measure IS NOT NULL
                     GROUP BY unit_id, measure HAVING sum(people) <> 0
                $statement$;
                RETURN NULL;
            
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_levels_insert_3e8f8() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                EXECUTE $statement$
                    WITH changed AS MATERIALIZED (SELECT worker_id AS worker_id, CASE WHEN occupation_id IS NOT NULL THEN 'level.' || held_level END AS measure, 1 AS people FROM new_rows)
                    INSERT INTO workforce_unittotalchange (unit_id, measure, number)
                    SELECT unit_id, measure, sum(people)
                      FROM (
    WITH held AS MATERIALIZED (
        SELECT id, unit_id, status FROM workforce_worker
         WHERE id = ANY(ARRAY(SELECT worker_id FROM changed WHERE measure IS NOT NULL))
         ORDER BY id FOR NO KEY UPDATE
    )
    SELECT held.unit_id, changed.measure, changed.people
      FROM changed JOIN held ON held.id = changed.worker_id
     WHERE held.status IN ('active', 'on_leave')
) AS counted
                     WHERE measure IS NOT NULL
                     GROUP BY unit_id, measure HAVING sum(people) <> 0
                $statement$;
                RETURN NULL;
            
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_levels_update_615e7() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                EXECUTE $statement$
                    WITH changed AS MATERIALIZED (
        SELECT id, unit_id, status, sum(people) AS people
          FROM (SELECT id AS id, unit_id AS unit_id, status AS status, -1 AS people FROM old_rows
                UNION ALL SELECT id AS id, unit_id AS unit_id, status AS status, 1 FROM new_rows) AS both_states
         GROUP BY id, unit_id, status HAVING sum(people) <> 0)
                    INSERT INTO workforce_unittotalchange (unit_id, measure, number)
                    SELECT unit_id, measure, sum(people)
                      FROM (
    SELECT changed.unit_id, 'level.' || standing.held_level AS measure, changed.people
      FROM changed
      JOIN skills_standing standing ON standing.worker_id = changed.id AND standing.occupation_id IS NOT NULL
     WHERE changed.status IN ('active', 'on_leave')
) AS counted
                     WHERE measure IS NOT NULL
                     GROUP BY unit_id, measure HAVING sum(people) <> 0
                $statement$;
                RETURN NULL;
            
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_levels_update_9c845() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                EXECUTE $statement$
                    WITH changed AS MATERIALIZED (
        SELECT worker_id, measure, sum(people) AS people
          FROM (SELECT worker_id AS worker_id, CASE WHEN occupation_id IS NOT NULL THEN 'level.' || held_level END AS measure, -1 AS people FROM old_rows
                UNION ALL SELECT worker_id AS worker_id, CASE WHEN occupation_id IS NOT NULL THEN 'level.' || held_level END AS measure, 1 FROM new_rows) AS both_states
         GROUP BY worker_id, measure HAVING sum(people) <> 0)
                    INSERT INTO workforce_unittotalchange (unit_id, measure, number)
                    SELECT unit_id, measure, sum(people)
                      FROM (
    WITH held AS MATERIALIZED (
        SELECT id, unit_id, status FROM workforce_worker
         WHERE id = ANY(ARRAY(SELECT worker_id FROM changed WHERE measure IS NOT NULL))
         ORDER BY id FOR NO KEY UPDATE
    )
    SELECT held.unit_id, changed.measure, changed.people
      FROM changed JOIN held ON held.id = changed.worker_id
     WHERE held.status IN ('active', 'on_leave')
) AS counted
                     WHERE measure IS NOT NULL
                     GROUP BY unit_id, measure HAVING sum(people) <> 0
                $statement$;
                RETURN NULL;
            
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_merged_in_one_step_eaf2a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    IF EXISTS (SELECT 1 FROM workforce_worker
                                WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL)
                       OR EXISTS (SELECT 1 FROM workforce_worker WHERE merged_into_id = NEW.id) THEN
                        RAISE EXCEPTION 'worker % would be merged in two steps', NEW.id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'worker_merged_in_one_step';
                    END IF;
                    RETURN NEW;
                
                END;
            $$;


CREATE FUNCTION public.pgtrigger_no_cycle_ffcbb() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                DECLARE found boolean;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    IF NEW.parent_id IS NULL THEN RETURN NEW; END IF;
                    PERFORM pg_advisory_xact_lock(hashtext('workforce_unit.tree'));
                    EXECUTE $text$
    WITH RECURSIVE up(id, parent_id) AS (
        SELECT id, parent_id FROM workforce_unit WHERE id = $1
        UNION
        SELECT u.id, u.parent_id FROM workforce_unit u JOIN up ON u.id = up.parent_id
    )
    SELECT EXISTS (SELECT 1 FROM up WHERE $2 IN (id, parent_id))
$text$ INTO found USING NEW.parent_id, NEW.id;
                    IF found THEN 
    RAISE EXCEPTION 'unit % cannot stand below itself', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_has_no_cycle';
 END IF;
                    RETURN NEW;
                
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_path_not_written_798e0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    NEW.path := OLD.path; RETURN NEW;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_path_of_moved_0c175() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                DECLARE found boolean;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    EXECUTE $text$SELECT EXISTS (
    SELECT new_rows.id FROM new_rows JOIN old_rows USING (id)
     WHERE (new_rows.parent_id, new_rows.path) IS DISTINCT FROM (old_rows.parent_id, old_rows.path)
)$text$ INTO found;
                    IF NOT found THEN RETURN NULL; END IF;
                    PERFORM pg_advisory_xact_lock(hashtext('workforce_unit.tree'));
                    EXECUTE $text$
        WITH RECURSIVE touched(id) AS (
            SELECT id FROM (
    SELECT new_rows.id FROM new_rows JOIN old_rows USING (id)
     WHERE (new_rows.parent_id, new_rows.path) IS DISTINCT FROM (old_rows.parent_id, old_rows.path)
) moved
            UNION
            SELECT child.id FROM workforce_unit child JOIN touched ON child.parent_id = touched.id
        ), up(id, above, path) AS (
            SELECT unit.id, unit.parent_id, ARRAY[unit.id]
              FROM workforce_unit unit JOIN touched ON touched.id = unit.id
            UNION ALL
            SELECT up.id, parent.parent_id, parent.id || up.path
              FROM workforce_unit parent JOIN up ON up.above = parent.id
        )
        UPDATE workforce_unit unit SET path = up.path
          FROM up
         WHERE up.id = unit.id AND up.above IS NULL AND unit.path IS DISTINCT FROM up.path
    $text$;
                    RETURN NULL;
                
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_path_of_new_2bf41() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                DECLARE found boolean;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    EXECUTE $text$SELECT EXISTS (
    SELECT child.id FROM changed JOIN workforce_unit child ON child.parent_id = changed.id
     WHERE changed.path <> '{}' AND child.path = '{}'
)$text$ INTO found;
                    IF found THEN
                        EXECUTE $text$
        WITH RECURSIVE touched(id) AS (
            SELECT id FROM (
    SELECT child.id FROM changed JOIN workforce_unit child ON child.parent_id = changed.id
     WHERE changed.path <> '{}' AND child.path = '{}'
) waiting
            UNION
            SELECT child.id FROM workforce_unit child JOIN touched ON child.parent_id = touched.id
        ), up(id, above, path) AS (
            SELECT unit.id, unit.parent_id, ARRAY[unit.id]
              FROM workforce_unit unit JOIN touched ON touched.id = unit.id
            UNION ALL
            SELECT up.id, parent.parent_id, parent.id || up.path
              FROM workforce_unit parent JOIN up ON up.above = parent.id
        )
        UPDATE workforce_unit unit SET path = up.path
          FROM up
         WHERE up.id = unit.id AND up.above IS NULL AND unit.path IS DISTINCT FROM up.path
    $text$;
                    END IF;
                    RETURN NULL;
                
                END;
            $_$;


CREATE FUNCTION public.pgtrigger_totals_follow_689c1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        IF NOT EXISTS (SELECT id, parent_id FROM new_rows EXCEPT SELECT id, parent_id FROM old_rows) THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock_shared(hashtext('workforce_unittotal'));
        INSERT INTO workforce_unittotalchange (unit_id, measure, number)
        SELECT place.unit_id, total.measure, sum(place.sign * total.number)
          FROM (SELECT id, parent_id AS unit_id, -1 AS sign FROM old_rows
                UNION ALL SELECT id, parent_id, 1 FROM new_rows) AS place
          JOIN workforce_unittotal total ON total.unit_id = place.id
         WHERE place.unit_id IS NOT NULL
         GROUP BY place.unit_id, total.measure HAVING sum(place.sign * total.number) <> 0;
        RETURN NULL;
    
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_0bd19() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_calendardayevent" ("day", "document", "id", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year_id") SELECT old_values."day", old_values."document", old_values."id", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."year_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_0bec5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_erasureevent" ("asked_at", "asked_by_id", "confirmed_at", "confirmed_by_id", "erased_at", "id", "job_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "withdrawn_at", "withdrawn_by_id", "worker_id") SELECT old_values."asked_at", old_values."asked_by_id", old_values."confirmed_at", old_values."confirmed_by_id", old_values."erased_at", old_values."id", old_values."job_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."reason", old_values."withdrawn_at", old_values."withdrawn_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_0cf2f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_placementevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post", "reason", "since", "status", "unit_id", "until", "worker_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."post", old_values."reason", old_values."since", old_values."status", old_values."unit_id", old_values."until", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_0f13c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_targetreadingevent" ("day", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "source", "target_id", "value") SELECT old_values."day", old_values."id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."source", old_values."target_id", old_values."value" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_0f6b3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_majorevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."id", old_values."name", _pgh_attached_context.value, NOW(), 'update', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_14f53() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_calendaryearevent" ("confirmed_at", "confirmed_by_id", "document", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year") SELECT old_values."confirmed_at", old_values."confirmed_by_id", old_values."document", _pgh_attached_context.value, NOW(), 'update', old_values."year", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."year") = (new_values."year") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_2c106() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_titleevent" ("awarded_on", "batch_id", "created_at", "created_by_id", "evidence_id", "id", "major_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "replaces_id", "speciality", "void_reason", "voided_at", "voided_by_id", "worker_id") SELECT old_values."awarded_on", old_values."batch_id", old_values."created_at", old_values."created_by_id", old_values."evidence_id", old_values."id", old_values."major_id", old_values."name", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."rank", old_values."replaces_id", old_values."speciality", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_2c825() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_standardevent" ("document", "edition", "id", "mark", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release", "rule_set_id", "title", "valid_from", "valid_to") SELECT old_values."document", old_values."edition", old_values."id", old_values."mark", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."release", old_values."rule_set_id", old_values."title", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_2d8ec() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_policychangeevent" ("decided_at", "decided_by_id", "decision_reason", "digest", "document", "drafted_at", "drafted_by_id", "effective_on", "id", "kind", "mark", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepare_job_id", "prepared_at", "proposal", "reason", "rule_set_id", "standard_id", "state", "submitted_at", "switched_at", "version_id") SELECT old_values."decided_at", old_values."decided_by_id", old_values."decision_reason", old_values."digest", old_values."document", old_values."drafted_at", old_values."drafted_by_id", old_values."effective_on", old_values."id", old_values."kind", old_values."mark", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."prepare_job_id", old_values."prepared_at", old_values."proposal", old_values."reason", old_values."rule_set_id", old_values."standard_id", old_values."state", old_values."submitted_at", old_values."switched_at", old_values."version_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."decision_reason" IS DISTINCT FROM (new_values."decision_reason") OR old_values."digest" IS DISTINCT FROM (new_values."digest") OR old_values."document" IS DISTINCT FROM (new_values."document") OR old_values."drafted_at" IS DISTINCT FROM (new_values."drafted_at") OR old_values."drafted_by_id" IS DISTINCT FROM (new_values."drafted_by_id") OR old_values."effective_on" IS DISTINCT FROM (new_values."effective_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."mark" IS DISTINCT FROM (new_values."mark") OR old_values."occupation_id" IS DISTINCT FROM (new_values."occupation_id") OR old_values."prepare_job_id" IS DISTINCT FROM (new_values."prepare_job_id") OR old_values."prepared_at" IS DISTINCT FROM (new_values."prepared_at") OR old_values."proposal" IS DISTINCT FROM (new_values."proposal") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."rule_set_id" IS DISTINCT FROM (new_values."rule_set_id") OR old_values."standard_id" IS DISTINCT FROM (new_values."standard_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."switched_at" IS DISTINCT FROM (new_values."switched_at") OR old_values."version_id" IS DISTINCT FROM (new_values."version_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_3cb26() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_targetevent" ("created_at", "created_by_id", "document", "due_on", "id", "level", "mark", "measure", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "since", "unit_id", "value", "withdraw_reason", "withdrawn_at", "withdrawn_by_id") SELECT old_values."created_at", old_values."created_by_id", old_values."document", old_values."due_on", old_values."id", old_values."level", old_values."mark", old_values."measure", old_values."name", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."rank", old_values."since", old_values."unit_id", old_values."value", old_values."withdraw_reason", old_values."withdrawn_at", old_values."withdrawn_by_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_3cbcf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_clauseevent" ("diploma_kinds", "final_year", "id", "kind", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "route_id", "unrecorded_fact", "years") SELECT old_values."diploma_kinds", old_values."final_year", old_values."id", old_values."kind", old_values."level", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."position", old_values."rank", old_values."route_id", old_values."unrecorded_fact", old_values."years" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_435d0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_diplomaevent" ("batch_id", "created_at", "created_by_id", "evidence_id", "graduated_on", "id", "kind", "major_id", "major_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "school", "void_reason", "voided_at", "voided_by_id", "worker_id") SELECT old_values."batch_id", old_values."created_at", old_values."created_by_id", old_values."evidence_id", old_values."graduated_on", old_values."id", old_values."kind", old_values."major_id", old_values."major_name", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."replaces_id", old_values."school", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_45559() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_routeevent" ("code", "document", "id", "mark", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_note", "target", "version_id") SELECT old_values."code", old_values."document", old_values."id", old_values."mark", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."source_note", old_values."target", old_values."version_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_495e1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_rolegrantevent" ("end_reason", "ended_by_id", "granted_at", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "role", "since", "unit_id", "until", "user_id") SELECT old_values."end_reason", old_values."ended_by_id", old_values."granted_at", old_values."granted_by_id", old_values."id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."reason", old_values."role", old_values."since", old_values."unit_id", old_values."until", old_values."user_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_4b43c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_delegationevent" ("deputy_id", "end_reason", "ended_by_id", "granted_at", "granted_by_id", "headship_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since", "until") SELECT old_values."deputy_id", old_values."end_reason", old_values."ended_by_id", old_values."granted_at", old_values."granted_by_id", old_values."headship_id", old_values."id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."reason", old_values."since", old_values."until" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_5cb16() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_rulepolicyevent" ("at_once", "counts_working_days", "escalates_after", "id", "is_on", "leads", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "rule", "set_at", "set_by_id") SELECT old_values."at_once", old_values."counts_working_days", old_values."escalates_after", old_values."id", old_values."is_on", old_values."leads", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."reason", old_values."rule", old_values."set_at", old_values."set_by_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_5dd10() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_userevent" ("date_joined", "demo_note", "display_name", "email", "id", "is_active", "is_demo", "is_staff", "is_superuser", "is_system", "login", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "worker_id") SELECT old_values."date_joined", old_values."demo_note", old_values."display_name", old_values."email", old_values."id", old_values."is_active", old_values."is_demo", old_values."is_staff", old_values."is_superuser", old_values."is_system", old_values."login", old_values."owner_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."purpose", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."date_joined" IS DISTINCT FROM (new_values."date_joined") OR old_values."demo_note" IS DISTINCT FROM (new_values."demo_note") OR old_values."display_name" IS DISTINCT FROM (new_values."display_name") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."is_demo" IS DISTINCT FROM (new_values."is_demo") OR old_values."is_staff" IS DISTINCT FROM (new_values."is_staff") OR old_values."is_superuser" IS DISTINCT FROM (new_values."is_superuser") OR old_values."is_system" IS DISTINCT FROM (new_values."is_system") OR old_values."login" IS DISTINCT FROM (new_values."login") OR old_values."owner_id" IS DISTINCT FROM (new_values."owner_id") OR old_values."purpose" IS DISTINCT FROM (new_values."purpose") OR old_values."worker_id" IS DISTINCT FROM (new_values."worker_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_66e91() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_occupationmajorevent" ("document", "id", "major_id", "mark", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") SELECT old_values."document", old_values."id", old_values."major_id", old_values."mark", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_6979f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_unitheadevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "unit_id", "until", "worker_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."since", old_values."unit_id", old_values."until", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_6cc88() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_correctionrequestevent" ("decided_at", "decided_by_id", "decision_reason", "evidence_id", "fact_id", "fact_kind", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "requested_at", "requested_by_id", "state", "text", "worker_id") SELECT old_values."decided_at", old_values."decided_by_id", old_values."decision_reason", old_values."evidence_id", old_values."fact_id", old_values."fact_kind", old_values."id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."proposed", old_values."requested_at", old_values."requested_by_id", old_values."state", old_values."text", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_6e977() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_apprenticeshipcompletionevent" ("batch_id", "completed_on", "created_at", "created_by_id", "evidence_id", "id", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "void_reason", "voided_at", "voided_by_id", "worker_id") SELECT old_values."batch_id", old_values."completed_on", old_values."created_at", old_values."created_by_id", old_values."evidence_id", old_values."id", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."replaces_id", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_7560c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_occupationaliasevent" ("document", "id", "kind", "name", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") SELECT old_values."document", old_values."id", old_values."kind", old_values."name", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_7b95b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_rulesetversionevent" ("confirmed_at", "confirmed_by_id", "document", "id", "mark", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release", "rule_set_id", "source_note", "valid_from", "valid_to") SELECT old_values."confirmed_at", old_values."confirmed_by_id", old_values."document", old_values."id", old_values."mark", old_values."number", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."release", old_values."rule_set_id", old_values."source_note", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_87fc6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_occupationevent" ("code", "code_mark", "field", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."code_mark", old_values."field", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), 'update', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_882b0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_documentevent" ("added_at", "added_by_id", "apprenticeship_id", "diploma_id", "file_id", "grade_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "spell_id", "title_id", "void_reason", "voided_at", "voided_by_id", "wage_id", "worker_id") SELECT old_values."added_at", old_values."added_by_id", old_values."apprenticeship_id", old_values."diploma_id", old_values."file_id", old_values."grade_id", old_values."id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."spell_id", old_values."title_id", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."wage_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_897ea() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_monthlywageevent" ("amount", "batch_id", "created_at", "created_by_id", "evidence_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "void_reason", "voided_at", "voided_by_id", "worker_id") SELECT old_values."amount", old_values."batch_id", old_values."created_at", old_values."created_by_id", old_values."evidence_id", old_values."id", old_values."month", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."replaces_id", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_9062a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_unitchangeevent" ("applied_at", "blocked_why", "cancel_reason", "cancelled_at", "cancelled_by_id", "effective_on", "id", "kind", "moved_unit_ids", "moved_worker_ids", "new_text", "old_parent_id", "old_text", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "state", "unit_id") SELECT old_values."applied_at", old_values."blocked_why", old_values."cancel_reason", old_values."cancelled_at", old_values."cancelled_by_id", old_values."effective_on", old_values."id", old_values."kind", old_values."moved_unit_ids", old_values."moved_worker_ids", old_values."new_text", old_values."old_parent_id", old_values."old_text", old_values."other_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."reason", old_values."recorded_at", old_values."recorded_by_id", old_values."state", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_967ca() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_titlematchevent" ("id", "judged_at", "judged_by_id", "matches", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "title_id") SELECT old_values."id", old_values."judged_at", old_values."judged_by_id", old_values."matches", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."reason", old_values."title_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_9e9e7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_relativedeclarationevent" ("decided_at", "decided_by_id", "decision_reason", "declared_at", "declared_by_id", "employee_no", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "relation_id", "since", "state", "worker_id") SELECT old_values."decided_at", old_values."decided_by_id", old_values."decision_reason", old_values."declared_at", old_values."declared_by_id", old_values."employee_no", old_values."id", old_values."name", old_values."note", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."relation_id", old_values."since", old_values."state", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_b9951() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_channelevent" ("added_at", "added_by_id", "event_kinds", "id", "is_on", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rules", "unit_id") SELECT old_values."added_at", old_values."added_by_id", old_values."event_kinds", old_values."id", old_values."is_on", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."rules", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."added_at" IS DISTINCT FROM (new_values."added_at") OR old_values."added_by_id" IS DISTINCT FROM (new_values."added_by_id") OR old_values."event_kinds" IS DISTINCT FROM (new_values."event_kinds") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_on" IS DISTINCT FROM (new_values."is_on") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."rules" IS DISTINCT FROM (new_values."rules") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_c1240() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_unitevent" ("closed_on", "code", "id", "kind", "name", "opened_on", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."closed_on", old_values."code", old_values."id", old_values."kind", old_values."name", old_values."opened_on", old_values."parent_id", _pgh_attached_context.value, NOW(), 'update', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."closed_on" IS DISTINCT FROM (new_values."closed_on") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."opened_on" IS DISTINCT FROM (new_values."opened_on") OR old_values."parent_id" IS DISTINCT FROM (new_values."parent_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_d1b0f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_workerevent" ("birth_date", "created_at", "employee_no", "erased_at", "hire_date", "id", "id_number_mask", "merged_into_id", "name", "name_initials", "name_pinyin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "post", "remark", "sex", "status", "unit_id") SELECT old_values."birth_date", old_values."created_at", old_values."employee_no", old_values."erased_at", old_values."hire_date", old_values."id", old_values."id_number_mask", old_values."merged_into_id", old_values."name", old_values."name_initials", old_values."name_pinyin", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."phone", old_values."post", old_values."remark", old_values."sex", old_values."status", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."birth_date" IS DISTINCT FROM (new_values."birth_date") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."employee_no" IS DISTINCT FROM (new_values."employee_no") OR old_values."erased_at" IS DISTINCT FROM (new_values."erased_at") OR old_values."hire_date" IS DISTINCT FROM (new_values."hire_date") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."id_number_mask" IS DISTINCT FROM (new_values."id_number_mask") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_initials" IS DISTINCT FROM (new_values."name_initials") OR old_values."name_pinyin" IS DISTINCT FROM (new_values."name_pinyin") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."post" IS DISTINCT FROM (new_values."post") OR old_values."remark" IS DISTINCT FROM (new_values."remark") OR old_values."sex" IS DISTINCT FROM (new_values."sex") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_d1c76() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_relatedoccupationevent" ("document", "id", "mark", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "related_id", "valid_from", "valid_to") SELECT old_values."document", old_values."id", old_values."mark", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."related_id", old_values."valid_from", old_values."valid_to" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_d34a0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_employmentspellevent" ("batch_id", "created_at", "created_by_id", "evidence_id", "id", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "since", "until", "void_reason", "voided_at", "voided_by_id", "worker_id") SELECT old_values."batch_id", old_values."created_at", old_values."created_by_id", old_values."evidence_id", old_values."id", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."replaces_id", old_values."since", old_values."until", old_values."void_reason", old_values."voided_at", old_values."voided_by_id", old_values."worker_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_e682b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_rulesetevent" ("applies_to_all", "code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") SELECT old_values."applies_to_all", old_values."code", old_values."id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."title" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_f19d7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "workforce_relationevent" ("from_worker_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "to_worker_id", "until") SELECT old_values."from_worker_id", old_values."id", old_values."kind", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."since", old_values."to_worker_id", old_values."until" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_fcec8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "skills_diplomamatchevent" ("diploma_id", "id", "judged_at", "judged_by_id", "matches", "occupation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") SELECT old_values."diploma_id", old_values."id", old_values."judged_at", old_values."judged_by_id", old_values."matches", old_values."occupation_id", _pgh_attached_context.value, NOW(), 'update', old_values."id", old_values."reason" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_update_update_fec1d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "base_retentionruleevent" ("days", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."days", old_values."id", old_values."kind", _pgh_attached_context.value, NOW(), 'update', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."days" IS DISTINCT FROM (new_values."days") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind")) ) AS old_values, _pgh_attached_context; RETURN NULL;
                END;
            $$;


CREATE FUNCTION public.pgtrigger_voids_earlier_row_a8e9e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    UPDATE skills_graderecord SET is_void = true
                     WHERE id = NEW.voids_id AND worker_id = NEW.worker_id
                       AND kind = 'grant' AND NOT is_void;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'grade % cannot be voided', NEW.voids_id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'grade_voids_a_live_grade';
                    END IF;
                    RETURN NEW;
                
                END;
            $$;


CREATE FUNCTION public.skills_standing_follows_worker() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
BEGIN
    -- planned at every run: a plan kept from the edit of one person would crawl over a hundred thousand
    EXECUTE $text$
    UPDATE skills_standing standing SET branch_id = moved.branch_id, is_employed = moved.is_employed
      FROM (SELECT new_rows.id, new_rows.branch_id, new_rows.is_employed
              FROM new_rows JOIN old_rows USING (id)
             WHERE (new_rows.branch_id, new_rows.is_employed)
                   IS DISTINCT FROM (old_rows.branch_id, old_rows.is_employed)) moved
     WHERE standing.worker_id = moved.id $text$;
    RETURN NULL;
END $_$;


CREATE FUNCTION public.skills_standing_of_new_workers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO skills_standing (worker_id, held_level, branch_id, is_employed)
    SELECT id, 1, branch_id, is_employed FROM new_rows;
    RETURN NULL;
END $$;


CREATE FUNCTION public.workforce_branches_of_new_workers() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
DECLARE
    differs boolean;
BEGIN
    -- each is planned at every run: a plan kept from one new person would crawl over a hundred thousand.
    -- Who comes into a unit waits for a move of that unit, and the move sees who came
    EXECUTE $text$
    SELECT FROM workforce_unit WHERE id IN (SELECT unit_id FROM new_rows) ORDER BY id FOR SHARE $text$;
    EXECUTE $text$
    SELECT EXISTS (
        SELECT FROM new_rows JOIN workforce_unit unit ON unit.id = new_rows.unit_id
         WHERE (new_rows.branch_id, new_rows.is_employed)
               IS DISTINCT FROM (COALESCE(unit.path[2], unit.path[1]), new_rows.status IN ('active', 'on_leave'))
    ) $text$ INTO differs;
    IF differs THEN
        -- the trigger of changed workers puts in what is right
        EXECUTE $text$
        UPDATE workforce_worker SET branch_id = branch_id WHERE id IN (SELECT id FROM new_rows) $text$;
    END IF;
    RETURN NULL;
END $_$;


CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);


ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_domainevent (
    id bigint NOT NULL,
    kind character varying(100) NOT NULL,
    subject character varying(100) NOT NULL,
    subject_id bigint NOT NULL,
    payload jsonb NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    actor_id bigint
);


ALTER TABLE public.base_domainevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_domainevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_eventdelivery (
    id bigint NOT NULL,
    consumer character varying(100) NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts smallint NOT NULL,
    last_error text NOT NULL,
    consumed_at timestamp with time zone,
    failed_at timestamp with time zone,
    event_id bigint NOT NULL,
    CONSTRAINT base_delivery_consumed_or_failed CHECK (((consumed_at IS NULL) OR (failed_at IS NULL))),
    CONSTRAINT base_eventdelivery_attempts_check CHECK ((attempts >= 0))
);


ALTER TABLE public.base_eventdelivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_eventdelivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_exportrecord (
    id bigint NOT NULL,
    kind character varying(80) NOT NULL,
    parameters jsonb NOT NULL,
    row_count integer NOT NULL,
    sha256 character varying(64) NOT NULL,
    exported_at timestamp with time zone NOT NULL,
    exported_by_id bigint,
    arguments jsonb NOT NULL,
    columns jsonb NOT NULL,
    error character varying(500) NOT NULL,
    file_id bigint,
    finished_at timestamp with time zone,
    format character varying(8) NOT NULL,
    job_id bigint,
    state character varying(12) NOT NULL,
    token_digest character varying(128) NOT NULL,
    CONSTRAINT base_exportrecord_row_count_check CHECK ((row_count >= 0)),
    CONSTRAINT export_done_has_checksum CHECK (((((state)::text = 'done'::text) AND (NOT ((sha256)::text = ''::text))) OR ((NOT ((state)::text = 'done'::text)) AND ((sha256)::text = ''::text)))),
    CONSTRAINT export_format_is_known CHECK (((format)::text = ANY ((ARRAY['xlsx'::character varying, 'csv'::character varying])::text[]))),
    CONSTRAINT export_state_is_known CHECK (((state)::text = ANY ((ARRAY['under_way'::character varying, 'done'::character varying, 'broken_off'::character varying])::text[])))
);


ALTER TABLE public.base_exportrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_exportrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_idempotentanswer (
    id bigint NOT NULL,
    asker character varying(150) NOT NULL,
    key character varying(255) NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint,
    content_type character varying(100) NOT NULL,
    location character varying(500) NOT NULL,
    body bytea,
    has_body boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT base_idempotentanswer_status_check CHECK ((status >= 0))
);


ALTER TABLE public.base_idempotentanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_idempotentanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_job (
    id bigint NOT NULL,
    kind character varying(100) NOT NULL,
    params jsonb NOT NULL,
    language character varying(10) NOT NULL,
    state character varying(20) NOT NULL,
    progress_done integer NOT NULL,
    progress_total integer,
    message text NOT NULL,
    attempt smallint NOT NULL,
    max_attempts smallint NOT NULL,
    lease_until timestamp with time zone,
    heartbeat_at timestamp with time zone,
    published_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    result jsonb,
    error text NOT NULL,
    owner_id bigint,
    CONSTRAINT base_job_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT base_job_failure_has_reason CHECK (((NOT ((state)::text = 'failed'::text)) OR (NOT (error = ''::text)))),
    CONSTRAINT base_job_finished_when_over CHECK ((((finished_at IS NOT NULL) AND ((state)::text = ANY ((ARRAY['succeeded'::character varying, 'failed'::character varying])::text[]))) OR ((finished_at IS NULL) AND ((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying])::text[]))))),
    CONSTRAINT base_job_lease_while_running CHECK ((((heartbeat_at IS NOT NULL) AND (lease_until IS NOT NULL) AND ((state)::text = 'running'::text)) OR ((NOT ((state)::text = 'running'::text)) AND (lease_until IS NULL)))),
    CONSTRAINT base_job_max_attempts_check CHECK ((max_attempts >= 0)),
    CONSTRAINT base_job_progress_done_check CHECK ((progress_done >= 0)),
    CONSTRAINT base_job_progress_total_check CHECK ((progress_total >= 0)),
    CONSTRAINT base_job_state_known CHECK (((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying, 'succeeded'::character varying, 'failed'::character varying])::text[])))
);


ALTER TABLE public.base_job ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_retentionrule (
    id bigint NOT NULL,
    kind character varying(60) NOT NULL,
    days integer NOT NULL,
    purged_at timestamp with time zone,
    purged_rows integer NOT NULL,
    CONSTRAINT base_retentionrule_days_check CHECK ((days >= 0)),
    CONSTRAINT base_retentionrule_purged_rows_check CHECK ((purged_rows >= 0)),
    CONSTRAINT retention_at_least_a_day CHECK ((days >= 1))
);


ALTER TABLE public.base_retentionrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_retentionrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_retentionruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(60) NOT NULL,
    days integer NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT base_retentionruleevent_days_check CHECK ((days >= 0))
);


ALTER TABLE public.base_retentionruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_retentionruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_savedview (
    id bigint NOT NULL,
    kind character varying(80) NOT NULL,
    name character varying(30) NOT NULL,
    parameters jsonb NOT NULL,
    "position" smallint NOT NULL,
    is_default boolean NOT NULL,
    is_shared boolean NOT NULL,
    owner_id bigint NOT NULL,
    CONSTRAINT base_savedview_position_check CHECK (("position" >= 0))
);


ALTER TABLE public.base_savedview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_savedview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_schedulerun (
    id bigint NOT NULL,
    run bigint NOT NULL,
    moment timestamp with time zone NOT NULL,
    attempt smallint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    error text NOT NULL,
    asked_by_id bigint,
    state_id bigint NOT NULL,
    CONSTRAINT base_schedule_run_finished_with_outcome CHECK ((((finished_at IS NULL) AND ((outcome)::text = ''::text)) OR ((NOT ((outcome)::text = ''::text)) AND (finished_at IS NOT NULL)))),
    CONSTRAINT base_schedulerun_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT base_schedulerun_run_check CHECK ((run >= 0))
);


ALTER TABLE public.base_schedulerun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_schedulerun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_schedulestate (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    plan character varying(200) NOT NULL,
    known_since timestamp with time zone NOT NULL,
    moment timestamp with time zone,
    good_moment timestamp with time zone,
    run bigint NOT NULL,
    attempt smallint NOT NULL,
    lease_until timestamp with time zone,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    error text NOT NULL,
    again_from timestamp with time zone,
    late_from timestamp with time zone,
    told_late_from timestamp with time zone,
    asked_at timestamp with time zone,
    asked_by_id bigint,
    CONSTRAINT base_schedule_asked_by_somebody CHECK (((asked_at IS NULL) OR (asked_by_id IS NOT NULL))),
    CONSTRAINT base_schedule_finished_with_outcome CHECK ((((finished_at IS NULL) AND ((outcome)::text = ''::text)) OR ((NOT ((outcome)::text = ''::text)) AND (finished_at IS NOT NULL)))),
    CONSTRAINT base_schedule_lease_while_running CHECK (((lease_until IS NULL) OR (((outcome)::text = ''::text) AND (started_at IS NOT NULL)))),
    CONSTRAINT base_schedule_outcome_known CHECK (((outcome)::text = ANY ((ARRAY[''::character varying, 'succeeded'::character varying, 'failed'::character varying, 'lost'::character varying])::text[]))),
    CONSTRAINT base_schedulestate_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT base_schedulestate_run_check CHECK ((run >= 0))
);


ALTER TABLE public.base_schedulestate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_schedulestate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_stagedrow (
    id bigint NOT NULL,
    sheet_row integer NOT NULL,
    key character varying(64) NOT NULL,
    cells jsonb NOT NULL,
    secret bytea,
    verdict character varying(10) NOT NULL,
    faults jsonb NOT NULL,
    changes jsonb NOT NULL,
    repairs jsonb NOT NULL,
    notices jsonb NOT NULL,
    subject_id bigint,
    batch_id bigint NOT NULL,
    applied jsonb,
    secret_index bytea,
    CONSTRAINT base_stagedrow_sheet_row_check CHECK ((sheet_row >= 0))
)
WITH (fillfactor='50');


ALTER TABLE public.base_stagedrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_stagedrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_storedfile (
    id bigint NOT NULL,
    key uuid NOT NULL,
    kind character varying(100) NOT NULL,
    name character varying(255) NOT NULL,
    content_type character varying(100) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    removed_at timestamp with time zone,
    uploaded_by_id bigint,
    CONSTRAINT base_storedfile_size_check CHECK ((size >= 0))
);


ALTER TABLE public.base_storedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_storedfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.base_workbookimport (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    file_name character varying(255) NOT NULL,
    sha256 character varying(64) NOT NULL,
    state character varying(12) NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    parameters jsonb NOT NULL,
    counts jsonb NOT NULL,
    error character varying(500) NOT NULL,
    committed_at timestamp with time zone,
    undone_at timestamp with time zone,
    committed_by_id bigint,
    file_id bigint,
    job_id bigint,
    undone_by_id bigint,
    uploaded_by_id bigint,
    CONSTRAINT workbook_import_state_is_known CHECK (((state)::text = ANY ((ARRAY['uploaded'::character varying, 'staged'::character varying, 'committing'::character varying, 'committed'::character varying, 'undone'::character varying, 'discarded'::character varying, 'failed'::character varying])::text[])))
);


ALTER TABLE public.base_workbookimport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.base_workbookimport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id bigint NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);


ALTER TABLE public.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);


CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);


ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_attempt (
    id bigint NOT NULL,
    number smallint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    detail character varying(500) NOT NULL,
    message_id bigint NOT NULL,
    CONSTRAINT notices_attempt_number_check CHECK ((number >= 0))
);


ALTER TABLE public.notices_attempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_calendarlink (
    id bigint NOT NULL,
    digest bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    user_id bigint NOT NULL
);


ALTER TABLE public.notices_calendarlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_calendarlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_channel (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(80) NOT NULL,
    address bytea,
    secret bytea,
    rules character varying(100)[] NOT NULL,
    event_kinds character varying(100)[] NOT NULL,
    is_on boolean NOT NULL,
    paused_until timestamp with time zone,
    consecutive_failures integer NOT NULL,
    next_free_at timestamp with time zone,
    added_at timestamp with time zone NOT NULL,
    added_by_id bigint,
    unit_id bigint,
    CONSTRAINT channel_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['email'::character varying, 'wecom'::character varying, 'dingtalk'::character varying, 'webhook'::character varying])::text[]))),
    CONSTRAINT channel_leads_somewhere CHECK ((((address IS NULL) AND ((kind)::text = 'email'::text) AND (unit_id IS NULL)) OR ((address IS NOT NULL) AND (unit_id IS NOT NULL) AND (NOT ((kind)::text = 'email'::text))))),
    CONSTRAINT notices_channel_consecutive_failures_check CHECK ((consecutive_failures >= 0))
);


ALTER TABLE public.notices_channel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_channelevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(80) NOT NULL,
    rules character varying(100)[] NOT NULL,
    event_kinds character varying(100)[] NOT NULL,
    is_on boolean NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint
);


ALTER TABLE public.notices_channelevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_channelevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_choice (
    id bigint NOT NULL,
    rule character varying(100) NOT NULL,
    mode character varying(10) NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT choice_mode_is_known CHECK (((mode)::text = ANY ((ARRAY['at_once'::character varying, 'digest'::character varying, 'inbox_only'::character varying])::text[])))
);


ALTER TABLE public.notices_choice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_choice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_message (
    id bigint NOT NULL,
    message_id uuid NOT NULL,
    is_digest boolean NOT NULL,
    language character varying(10) NOT NULL,
    send_after timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    attempts smallint NOT NULL,
    lease_until timestamp with time zone,
    lease_by uuid,
    last_error character varying(500) NOT NULL,
    sent_at timestamp with time zone,
    channel_id bigint NOT NULL,
    event_id bigint,
    recipient_id bigint,
    CONSTRAINT message_sent_at_a_time CHECK ((((sent_at IS NOT NULL) AND ((state)::text = 'sent'::text)) OR ((NOT ((state)::text = 'sent'::text)) AND (sent_at IS NULL)))),
    CONSTRAINT message_state_is_known CHECK (((state)::text = ANY ((ARRAY['queued'::character varying, 'sent'::character varying, 'failed'::character varying, 'withdrawn'::character varying])::text[]))),
    CONSTRAINT notices_message_attempts_check CHECK ((attempts >= 0))
);


ALTER TABLE public.notices_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_messageitem (
    id bigint NOT NULL,
    channel_id bigint NOT NULL,
    message_id bigint NOT NULL,
    reminder_id bigint NOT NULL
);


ALTER TABLE public.notices_messageitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_messageitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_personsettings (
    id bigint NOT NULL,
    quiet_from time without time zone,
    quiet_until time without time zone,
    digest_at time without time zone NOT NULL,
    user_id bigint NOT NULL,
    digest_on_working_days boolean NOT NULL,
    CONSTRAINT person_settings_quiet_from_until CHECK ((((quiet_from IS NULL) AND (quiet_until IS NULL)) OR ((quiet_from IS NOT NULL) AND (quiet_until IS NOT NULL))))
);


ALTER TABLE public.notices_personsettings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_personsettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_reminder (
    id bigint NOT NULL,
    rule character varying(100) NOT NULL,
    kind character varying(10) NOT NULL,
    subject_id bigint NOT NULL,
    due_on date NOT NULL,
    lead smallint NOT NULL,
    is_escalation boolean NOT NULL,
    "values" jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    composed_at timestamp with time zone,
    read_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_as character varying(10) NOT NULL,
    recipient_id bigint NOT NULL,
    unit_id bigint,
    worker_id bigint,
    CONSTRAINT reminder_ends_in_a_way CHECK (((((ended_as)::text = ''::text) AND (ended_at IS NULL)) OR (((ended_as)::text = ANY ((ARRAY['done'::character varying, 'withdrawn'::character varying, 'superseded'::character varying, 'dismissed'::character varying])::text[])) AND (ended_at IS NOT NULL)))),
    CONSTRAINT reminder_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['todo'::character varying, 'notice'::character varying])::text[]))),
    CONSTRAINT reminder_todo_is_not_put_away CHECK ((NOT (((ended_as)::text = 'dismissed'::text) AND ((kind)::text = 'todo'::text))))
);


ALTER TABLE public.notices_reminder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_reminder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_rulepolicy (
    id bigint NOT NULL,
    rule character varying(100) NOT NULL,
    is_on boolean NOT NULL,
    leads smallint[] NOT NULL,
    counts_working_days boolean NOT NULL,
    escalates_after smallint,
    at_once boolean NOT NULL,
    set_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    set_by_id bigint,
    CONSTRAINT notices_rulepolicy_escalates_after_check CHECK ((escalates_after >= 0)),
    CONSTRAINT rule_policy_has_leads CHECK ((
CASE
    WHEN (leads IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(leads, 1), 0)
END >= 1)),
    CONSTRAINT rule_policy_has_reason CHECK ((NOT ((reason)::text = ''::text)))
);


ALTER TABLE public.notices_rulepolicy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_rulepolicy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.notices_rulepolicyevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    rule character varying(100) NOT NULL,
    is_on boolean NOT NULL,
    leads smallint[] NOT NULL,
    counts_working_days boolean NOT NULL,
    escalates_after smallint,
    at_once boolean NOT NULL,
    set_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    set_by_id bigint,
    CONSTRAINT notices_rulepolicyevent_escalates_after_check CHECK ((escalates_after >= 0))
);


ALTER TABLE public.notices_rulepolicyevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_rulepolicyevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.pghistory_context (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    metadata jsonb NOT NULL
);


CREATE TABLE public.skills_apprenticeshipcompletion (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    completed_on date NOT NULL,
    batch_id bigint,
    created_by_id bigint,
    evidence_id bigint,
    voided_by_id bigint,
    worker_id bigint NOT NULL,
    occupation_id bigint NOT NULL,
    replaces_id bigint
);


ALTER TABLE public.skills_apprenticeshipcompletion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_apprenticeshipcompletion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_apprenticeshipcompletionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    completed_on date NOT NULL,
    batch_id bigint,
    created_by_id bigint,
    evidence_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    voided_by_id bigint,
    worker_id bigint NOT NULL,
    occupation_id bigint NOT NULL,
    replaces_id bigint
);


ALTER TABLE public.skills_apprenticeshipcompletionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_apprenticeshipcompletionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_clause (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    kind character varying(16) NOT NULL,
    level smallint,
    years smallint,
    rank smallint,
    diploma_kinds character varying(12)[],
    final_year boolean NOT NULL,
    unrecorded_fact character varying(32) NOT NULL,
    route_id bigint NOT NULL,
    CONSTRAINT clause_has_the_shape_of_its_kind CHECK ((((diploma_kinds IS NULL) AND ((kind)::text = 'age'::text) AND (level IS NULL) AND (rank IS NULL) AND (years >= 1)) OR ((diploma_kinds IS NULL) AND ((kind)::text = 'work'::text) AND (level IS NULL) AND (rank IS NULL) AND (years >= 1)) OR ((diploma_kinds IS NULL) AND ((kind)::text = 'cert'::text) AND (level >= 2) AND (rank IS NULL) AND (years >= 0)) OR ((diploma_kinds IS NULL) AND ((kind)::text = 'title'::text) AND (level IS NULL) AND (rank >= 1) AND (years >= 0)) OR ((
CASE
    WHEN (diploma_kinds IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(diploma_kinds, 1), 0)
END >= 1) AND ((kind)::text = 'diploma'::text) AND (level IS NULL) AND (rank IS NULL) AND (years IS NULL)) OR (((kind)::text = 'apprenticeship'::text) AND (level IS NULL) AND (rank IS NULL) AND (years IS NULL)) OR (((kind)::text = 'unrecorded'::text) AND (years IS NULL) AND (NOT ((unrecorded_fact)::text = ''::text))))),
    CONSTRAINT skills_clause_level_check CHECK ((level >= 0)),
    CONSTRAINT skills_clause_position_check CHECK (("position" >= 0)),
    CONSTRAINT skills_clause_rank_check CHECK ((rank >= 0)),
    CONSTRAINT skills_clause_years_check CHECK ((years >= 0))
);


ALTER TABLE public.skills_clause ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_clause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_clauseevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    kind character varying(16) NOT NULL,
    level smallint,
    years smallint,
    rank smallint,
    diploma_kinds character varying(12)[],
    final_year boolean NOT NULL,
    unrecorded_fact character varying(32) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    route_id bigint NOT NULL,
    CONSTRAINT skills_clauseevent_level_check CHECK ((level >= 0)),
    CONSTRAINT skills_clauseevent_position_check CHECK (("position" >= 0)),
    CONSTRAINT skills_clauseevent_rank_check CHECK ((rank >= 0)),
    CONSTRAINT skills_clauseevent_years_check CHECK ((years >= 0))
);


ALTER TABLE public.skills_clauseevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_clauseevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_correctionrequest (
    id bigint NOT NULL,
    fact_kind character varying(16) NOT NULL,
    fact_id bigint,
    text text NOT NULL,
    proposed jsonb NOT NULL,
    state character varying(10) NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decision_reason character varying(500) NOT NULL,
    decided_by_id bigint,
    evidence_id bigint,
    requested_by_id bigint NOT NULL,
    worker_id bigint NOT NULL,
    CONSTRAINT correction_declined_with_reason CHECK ((NOT (((decision_reason)::text = ''::text) AND ((state)::text = 'declined'::text)))),
    CONSTRAINT correction_fact_kind_is_known CHECK (((fact_kind)::text = ANY ((ARRAY['spell'::character varying, 'title'::character varying, 'diploma'::character varying, 'apprenticeship'::character varying, 'wage'::character varying, 'grade'::character varying, 'personal'::character varying])::text[]))),
    CONSTRAINT correction_not_decided_by_requester CHECK ((NOT ((decided_by_id = requested_by_id) AND (decided_by_id IS NOT NULL) AND ((state)::text = ANY ((ARRAY['accepted'::character varying, 'declined'::character varying])::text[]))))),
    CONSTRAINT correction_state_is_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'accepted'::character varying, 'declined'::character varying, 'withdrawn'::character varying])::text[])))
);


ALTER TABLE public.skills_correctionrequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_correctionrequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_correctionrequestevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    fact_kind character varying(16) NOT NULL,
    fact_id bigint,
    text text NOT NULL,
    proposed jsonb NOT NULL,
    state character varying(10) NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decision_reason character varying(500) NOT NULL,
    decided_by_id bigint,
    evidence_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    requested_by_id bigint NOT NULL,
    worker_id bigint NOT NULL
);


ALTER TABLE public.skills_correctionrequestevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_correctionrequestevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_diploma (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    kind character varying(12) NOT NULL,
    major_name character varying(80) NOT NULL,
    school character varying(100) NOT NULL,
    graduated_on date,
    batch_id bigint,
    created_by_id bigint,
    evidence_id bigint,
    voided_by_id bigint,
    worker_id bigint NOT NULL,
    major_id bigint,
    replaces_id bigint,
    CONSTRAINT diploma_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['小学'::character varying, '初中'::character varying, '高中'::character varying, '中专'::character varying, '职业高中'::character varying, '技工学校'::character varying, '高级技工学校'::character varying, '技师学院'::character varying, '大专'::character varying, '本科'::character varying, '研究生'::character varying])::text[])))
);


ALTER TABLE public.skills_diploma ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_diploma_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_diplomaevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    kind character varying(12) NOT NULL,
    major_name character varying(80) NOT NULL,
    school character varying(100) NOT NULL,
    graduated_on date,
    batch_id bigint,
    created_by_id bigint,
    evidence_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    voided_by_id bigint,
    worker_id bigint NOT NULL,
    major_id bigint,
    replaces_id bigint
);


ALTER TABLE public.skills_diplomaevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_diplomaevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_diplomamatch (
    id bigint NOT NULL,
    matches boolean NOT NULL,
    judged_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    diploma_id bigint NOT NULL,
    judged_by_id bigint,
    occupation_id bigint NOT NULL
);


ALTER TABLE public.skills_diplomamatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_diplomamatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_diplomamatchevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    matches boolean NOT NULL,
    judged_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    diploma_id bigint NOT NULL,
    judged_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    occupation_id bigint NOT NULL
);


ALTER TABLE public.skills_diplomamatchevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_diplomamatchevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_document (
    id bigint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    added_by_id bigint,
    apprenticeship_id bigint,
    diploma_id bigint,
    file_id bigint NOT NULL,
    grade_id bigint,
    spell_id bigint,
    title_id bigint,
    voided_by_id bigint,
    wage_id bigint,
    worker_id bigint NOT NULL,
    CONSTRAINT document_proves_one_record CHECK ((((apprenticeship_id IS NULL) AND (diploma_id IS NULL) AND (grade_id IS NULL) AND (spell_id IS NOT NULL) AND (title_id IS NULL) AND (wage_id IS NULL)) OR ((apprenticeship_id IS NULL) AND (diploma_id IS NULL) AND (grade_id IS NULL) AND (spell_id IS NULL) AND (title_id IS NOT NULL) AND (wage_id IS NULL)) OR ((apprenticeship_id IS NULL) AND (diploma_id IS NOT NULL) AND (grade_id IS NULL) AND (spell_id IS NULL) AND (title_id IS NULL) AND (wage_id IS NULL)) OR ((apprenticeship_id IS NOT NULL) AND (diploma_id IS NULL) AND (grade_id IS NULL) AND (spell_id IS NULL) AND (title_id IS NULL) AND (wage_id IS NULL)) OR ((apprenticeship_id IS NULL) AND (diploma_id IS NULL) AND (grade_id IS NULL) AND (spell_id IS NULL) AND (title_id IS NULL) AND (wage_id IS NOT NULL)) OR ((apprenticeship_id IS NULL) AND (diploma_id IS NULL) AND (grade_id IS NOT NULL) AND (spell_id IS NULL) AND (title_id IS NULL) AND (wage_id IS NULL))))
);


ALTER TABLE public.skills_document ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_document_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_documentevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    added_by_id bigint,
    apprenticeship_id bigint,
    diploma_id bigint,
    file_id bigint NOT NULL,
    grade_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    spell_id bigint,
    title_id bigint,
    voided_by_id bigint,
    wage_id bigint,
    worker_id bigint NOT NULL
);


ALTER TABLE public.skills_documentevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_documentevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_eligibility (
    id bigint NOT NULL,
    target smallint NOT NULL,
    opens_on date NOT NULL,
    worker_id bigint NOT NULL,
    occupation_id bigint NOT NULL,
    route_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT skills_eligibility_target_check CHECK ((target >= 0))
);


ALTER TABLE public.skills_eligibility ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_eligibility_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_employmentspell (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    since date NOT NULL,
    until date,
    batch_id bigint,
    created_by_id bigint,
    evidence_id bigint,
    voided_by_id bigint,
    worker_id bigint NOT NULL,
    occupation_id bigint NOT NULL,
    replaces_id bigint,
    CONSTRAINT spell_ends_after_it_begins CHECK (((until IS NULL) OR (until > since)))
);


ALTER TABLE public.skills_employmentspell ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_employmentspell_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_employmentspellevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    since date NOT NULL,
    until date,
    batch_id bigint,
    created_by_id bigint,
    evidence_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    voided_by_id bigint,
    worker_id bigint NOT NULL,
    occupation_id bigint NOT NULL,
    replaces_id bigint
);


ALTER TABLE public.skills_employmentspellevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_employmentspellevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_figurecount (
    subject character varying(16) NOT NULL,
    asked_on date NOT NULL,
    counted_at timestamp with time zone
);


CREATE TABLE public.skills_graderecord (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    level smallint,
    issued_on date,
    basis character varying(12) NOT NULL,
    certificate_no character varying(22) NOT NULL,
    is_void boolean NOT NULL,
    reason character varying(200) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    batch_id bigint,
    evidence_id bigint,
    recorded_by_id bigint,
    voids_id bigint,
    worker_id bigint NOT NULL,
    occupation_id bigint,
    CONSTRAINT grade_has_the_shape_of_its_kind CHECK (((((basis)::text = ANY ((ARRAY['assessment'::character varying, 'competition'::character varying, 'direct'::character varying, 'exception'::character varying, 'appointment'::character varying, 'import'::character varying])::text[])) AND (issued_on IS NOT NULL) AND ((kind)::text = 'grant'::text) AND (level >= 1) AND (level <= 8) AND (occupation_id IS NOT NULL)) OR (((certificate_no)::text = ''::text) AND ((kind)::text = 'annulment'::text) AND (level IS NULL) AND (voids_id IS NOT NULL) AND (NOT ((reason)::text = ''::text))))),
    CONSTRAINT skills_graderecord_level_check CHECK ((level >= 0))
);


ALTER TABLE public.skills_graderecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_graderecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_levelsonday (
    id bigint NOT NULL,
    day date NOT NULL,
    common smallint NOT NULL,
    level smallint NOT NULL,
    people integer NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT skills_levelsonday_common_check CHECK ((common >= 0)),
    CONSTRAINT skills_levelsonday_level_check CHECK ((level >= 0)),
    CONSTRAINT skills_levelsonday_people_check CHECK ((people >= 0))
);


ALTER TABLE public.skills_levelsonday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_levelsonday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_likelyduplicate (
    id bigint NOT NULL,
    likeness character varying(10) NOT NULL,
    worker_id bigint NOT NULL,
    CONSTRAINT duplicate_likeness_is_known CHECK (((likeness)::text = ANY ((ARRAY['namesake'::character varying, 'phone'::character varying])::text[])))
);


ALTER TABLE public.skills_likelyduplicate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_likelyduplicate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_major (
    id bigint NOT NULL,
    name character varying(80) NOT NULL
);


ALTER TABLE public.skills_major ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_major_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_majorevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);


ALTER TABLE public.skills_majorevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_majorevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_title (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    rank smallint NOT NULL,
    name character varying(40) NOT NULL,
    speciality character varying(80) NOT NULL,
    awarded_on date NOT NULL,
    batch_id bigint,
    created_by_id bigint,
    evidence_id bigint,
    major_id bigint,
    voided_by_id bigint,
    worker_id bigint NOT NULL,
    replaces_id bigint,
    CONSTRAINT skills_title_rank_check CHECK ((rank >= 0)),
    CONSTRAINT title_rank_is_known CHECK ((rank = ANY (ARRAY[1, 2, 3])))
);


CREATE TABLE public.skills_titlematch (
    id bigint NOT NULL,
    matches boolean NOT NULL,
    judged_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    judged_by_id bigint,
    occupation_id bigint NOT NULL,
    title_id bigint NOT NULL
);


CREATE VIEW public.skills_matchtojudge AS
 SELECT ((((fact.fact_id * 2) + fact.is_diploma) * 1000000) + practised.occupation_id) AS id,
    fact.worker_id,
    fact.kind,
    fact.fact_id,
    practised.occupation_id,
    fact.major_id,
    fact.name,
    fact.major_name,
    fact.happened_on,
    practised.worked_until
   FROM (( SELECT skills_title.worker_id,
            'title'::character varying(20) AS kind,
            0 AS is_diploma,
            skills_title.id AS fact_id,
            skills_title.major_id,
            skills_title.name,
            skills_title.speciality AS major_name,
            skills_title.awarded_on AS happened_on
           FROM public.skills_title
          WHERE (skills_title.voided_at IS NULL)
        UNION ALL
         SELECT skills_diploma.worker_id,
            'diploma'::character varying(20) AS "varchar",
            1,
            skills_diploma.id,
            skills_diploma.major_id,
            (skills_diploma.kind)::character varying(40) AS kind,
            skills_diploma.major_name,
            skills_diploma.graduated_on
           FROM public.skills_diploma
          WHERE (skills_diploma.voided_at IS NULL)) fact
     CROSS JOIN LATERAL ( SELECT mention.occupation_id,
                CASE
                    WHEN bool_and((mention.until IS NOT NULL)) THEN max(mention.until)
                    ELSE NULL::date
                END AS worked_until
           FROM ( SELECT skills_employmentspell.occupation_id,
                    skills_employmentspell.until
                   FROM public.skills_employmentspell
                  WHERE ((skills_employmentspell.worker_id = fact.worker_id) AND (skills_employmentspell.voided_at IS NULL))
                UNION ALL
                 SELECT skills_graderecord.occupation_id,
                    NULL::date
                   FROM public.skills_graderecord
                  WHERE ((skills_graderecord.worker_id = fact.worker_id) AND ((skills_graderecord.kind)::text = 'grant'::text) AND (NOT skills_graderecord.is_void))) mention
          GROUP BY mention.occupation_id) practised)
  WHERE ((NOT (EXISTS ( SELECT
           FROM public.skills_titlematch
          WHERE ((fact.is_diploma = 0) AND (skills_titlematch.title_id = fact.fact_id) AND (skills_titlematch.occupation_id = practised.occupation_id))))) AND (NOT (EXISTS ( SELECT
           FROM public.skills_diplomamatch
          WHERE ((fact.is_diploma = 1) AND (skills_diplomamatch.diploma_id = fact.fact_id) AND (skills_diplomamatch.occupation_id = practised.occupation_id))))));


CREATE TABLE public.skills_monthlywage (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    month date NOT NULL,
    amount numeric(12,2) NOT NULL,
    batch_id bigint,
    created_by_id bigint,
    evidence_id bigint,
    voided_by_id bigint,
    worker_id bigint NOT NULL,
    replaces_id bigint,
    CONSTRAINT wage_month_is_its_first_day CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT wage_not_negative CHECK ((amount >= (0)::numeric))
);


ALTER TABLE public.skills_monthlywage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_monthlywage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_monthlywageevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    month date NOT NULL,
    amount numeric(12,2) NOT NULL,
    batch_id bigint,
    created_by_id bigint,
    evidence_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    voided_by_id bigint,
    worker_id bigint NOT NULL,
    replaces_id bigint
);


ALTER TABLE public.skills_monthlywageevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_monthlywageevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_occupation (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(80) NOT NULL,
    field character varying(40) NOT NULL,
    code_mark character varying(10) NOT NULL,
    CONSTRAINT occupation_mark_is_known CHECK (((code_mark)::text = ANY ((ARRAY['attested'::character varying, 'recalled'::character varying, 'design'::character varying])::text[])))
);


ALTER TABLE public.skills_occupation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_occupation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_occupationalias (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(8) NOT NULL,
    occupation_id bigint NOT NULL,
    document character varying(200) NOT NULL,
    valid_from date,
    valid_to date,
    CONSTRAINT occupation_alias_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to > valid_from)))
);


ALTER TABLE public.skills_occupationalias ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_occupationalias_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_occupationaliasevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(8) NOT NULL,
    occupation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    document character varying(200) NOT NULL,
    valid_from date,
    valid_to date
);


ALTER TABLE public.skills_occupationaliasevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_occupationaliasevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_occupationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(80) NOT NULL,
    field character varying(40) NOT NULL,
    code_mark character varying(10) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);


ALTER TABLE public.skills_occupationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_occupationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_occupationmajor (
    id bigint NOT NULL,
    mark character varying(10) NOT NULL,
    major_id bigint NOT NULL,
    occupation_id bigint NOT NULL,
    document character varying(200) NOT NULL,
    valid_from date,
    valid_to date,
    CONSTRAINT occupation_major_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to > valid_from)))
);


ALTER TABLE public.skills_occupationmajor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_occupationmajor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_occupationmajorevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    mark character varying(10) NOT NULL,
    major_id bigint NOT NULL,
    occupation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    document character varying(200) NOT NULL,
    valid_from date,
    valid_to date
);


ALTER TABLE public.skills_occupationmajorevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_occupationmajorevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_policychange (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    proposal jsonb NOT NULL,
    effective_on date NOT NULL,
    document character varying(200) NOT NULL,
    mark character varying(10) NOT NULL,
    reason character varying(500) NOT NULL,
    digest character varying(64) NOT NULL,
    state character varying(10) NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone,
    decided_at timestamp with time zone,
    decision_reason character varying(500) NOT NULL,
    impact_ground character varying(64) NOT NULL,
    impact_at timestamp with time zone,
    impact_looked_at integer,
    prepared_at timestamp with time zone,
    switched_at timestamp with time zone,
    decided_by_id bigint,
    drafted_by_id bigint NOT NULL,
    impact_job_id bigint,
    occupation_id bigint,
    prepare_job_id bigint,
    rule_set_id bigint,
    standard_id bigint,
    version_id bigint,
    CONSTRAINT policy_change_decided_by_a_second_person CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = drafted_by_id) AND (decided_by_id IS NOT NULL))))),
    CONSTRAINT policy_change_decision_is_whole CHECK ((((decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL) AND ((state)::text = ANY ((ARRAY['confirmed'::character varying, 'declined'::character varying])::text[]))) OR ((decided_at IS NULL) AND (decided_by_id IS NULL) AND ((state)::text = ANY ((ARRAY['draft'::character varying, 'submitted'::character varying, 'withdrawn'::character varying])::text[]))))),
    CONSTRAINT policy_change_declined_with_reason CHECK ((NOT (((decision_reason)::text = ''::text) AND ((state)::text = 'declined'::text)))),
    CONSTRAINT policy_change_has_one_subject CHECK (((((kind)::text = 'version'::text) AND (occupation_id IS NULL) AND (rule_set_id IS NOT NULL)) OR ((NOT ((kind)::text = 'version'::text)) AND (occupation_id IS NOT NULL) AND (rule_set_id IS NULL)))),
    CONSTRAINT policy_change_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['version'::character varying, 'standard'::character varying, 'alias_add'::character varying, 'alias_end'::character varying, 'major_add'::character varying, 'major_end'::character varying, 'related_add'::character varying, 'related_end'::character varying])::text[]))),
    CONSTRAINT policy_change_mark_is_known CHECK (((mark)::text = ANY ((ARRAY['attested'::character varying, 'recalled'::character varying, 'design'::character varying])::text[]))),
    CONSTRAINT policy_change_state_is_known CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'submitted'::character varying, 'confirmed'::character varying, 'declined'::character varying, 'withdrawn'::character varying])::text[]))),
    CONSTRAINT skills_policychange_impact_looked_at_check CHECK ((impact_looked_at >= 0))
);


ALTER TABLE public.skills_policychange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_policychange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_policychangeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    proposal jsonb NOT NULL,
    effective_on date NOT NULL,
    document character varying(200) NOT NULL,
    mark character varying(10) NOT NULL,
    reason character varying(500) NOT NULL,
    digest character varying(64) NOT NULL,
    state character varying(10) NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone,
    decided_at timestamp with time zone,
    decision_reason character varying(500) NOT NULL,
    prepared_at timestamp with time zone,
    switched_at timestamp with time zone,
    decided_by_id bigint,
    drafted_by_id bigint NOT NULL,
    occupation_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    prepare_job_id bigint,
    rule_set_id bigint,
    standard_id bigint,
    version_id bigint
);


ALTER TABLE public.skills_policychangeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_policychangeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_policydrafter (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    change_id bigint NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.skills_policydrafter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_policydrafter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_policyimpact (
    id bigint NOT NULL,
    target smallint NOT NULL,
    effect character varying(8) NOT NULL,
    before_on date,
    after_on date,
    before_route character varying(12) NOT NULL,
    after_route character varying(12) NOT NULL,
    change_id bigint NOT NULL,
    occupation_id bigint NOT NULL,
    worker_id bigint NOT NULL,
    CONSTRAINT policy_impact_effect_is_of_its_dates CHECK ((((after_on IS NOT NULL) AND (before_on IS NULL) AND ((effect)::text = 'gained'::text)) OR ((after_on IS NULL) AND (before_on IS NOT NULL) AND ((effect)::text = 'lost'::text)) OR ((after_on < before_on) AND ((effect)::text = 'earlier'::text)) OR ((after_on > before_on) AND ((effect)::text = 'later'::text)))),
    CONSTRAINT skills_policyimpact_target_check CHECK ((target >= 0))
);


ALTER TABLE public.skills_policyimpact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_policyimpact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_promotionsinyear (
    id bigint NOT NULL,
    year smallint NOT NULL,
    people integer NOT NULL,
    promotions integer NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT skills_promotionsinyear_people_check CHECK ((people >= 0)),
    CONSTRAINT skills_promotionsinyear_promotions_check CHECK ((promotions >= 0)),
    CONSTRAINT skills_promotionsinyear_year_check CHECK ((year >= 0))
);


ALTER TABLE public.skills_promotionsinyear ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_promotionsinyear_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_relatedoccupation (
    id bigint NOT NULL,
    mark character varying(10) NOT NULL,
    occupation_id bigint NOT NULL,
    related_id bigint NOT NULL,
    document character varying(200) NOT NULL,
    valid_from date,
    valid_to date,
    CONSTRAINT related_occupation_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_from IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT related_occupation_is_another CHECK ((NOT (occupation_id = related_id)))
);


ALTER TABLE public.skills_relatedoccupation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_relatedoccupation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_relatedoccupationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    mark character varying(10) NOT NULL,
    occupation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    related_id bigint NOT NULL,
    document character varying(200) NOT NULL,
    valid_from date,
    valid_to date
);


ALTER TABLE public.skills_relatedoccupationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_relatedoccupationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_route (
    id bigint NOT NULL,
    code character varying(12) NOT NULL,
    target smallint NOT NULL,
    document character varying(200) NOT NULL,
    mark character varying(10) NOT NULL,
    source_note character varying(300) NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT route_mark_is_known CHECK (((mark)::text = ANY ((ARRAY['attested'::character varying, 'recalled'::character varying, 'design'::character varying])::text[]))),
    CONSTRAINT route_target_above_apprentice CHECK (((target >= 2) AND (target <= 8))),
    CONSTRAINT skills_route_target_check CHECK ((target >= 0))
);


ALTER TABLE public.skills_route ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_route_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_routeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(12) NOT NULL,
    target smallint NOT NULL,
    document character varying(200) NOT NULL,
    mark character varying(10) NOT NULL,
    source_note character varying(300) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT skills_routeevent_target_check CHECK ((target >= 0))
);


ALTER TABLE public.skills_routeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_routeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_ruleset (
    id bigint NOT NULL,
    code character varying(12) NOT NULL,
    title character varying(120) NOT NULL,
    applies_to_all boolean NOT NULL
);


ALTER TABLE public.skills_ruleset ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_ruleset_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_rulesetevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(12) NOT NULL,
    title character varying(120) NOT NULL,
    applies_to_all boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);


ALTER TABLE public.skills_rulesetevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_rulesetevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_rulesetversion (
    id bigint NOT NULL,
    number smallint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    document character varying(200) NOT NULL,
    mark character varying(10) NOT NULL,
    source_note character varying(300) NOT NULL,
    release character varying(20) NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by_id bigint,
    rule_set_id bigint NOT NULL,
    CONSTRAINT rule_set_version_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT rule_set_version_mark_is_known CHECK (((mark)::text = ANY ((ARRAY['attested'::character varying, 'recalled'::character varying, 'design'::character varying])::text[]))),
    CONSTRAINT skills_rulesetversion_number_check CHECK ((number >= 0))
);


ALTER TABLE public.skills_rulesetversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_rulesetversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_rulesetversionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number smallint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    document character varying(200) NOT NULL,
    mark character varying(10) NOT NULL,
    source_note character varying(300) NOT NULL,
    release character varying(20) NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    rule_set_id bigint NOT NULL,
    CONSTRAINT skills_rulesetversionevent_number_check CHECK ((number >= 0))
);


ALTER TABLE public.skills_rulesetversionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_rulesetversionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_standard (
    id bigint NOT NULL,
    title character varying(160) NOT NULL,
    edition character varying(20) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    document character varying(200) NOT NULL,
    mark character varying(10) NOT NULL,
    release character varying(20) NOT NULL,
    occupation_id bigint NOT NULL,
    rule_set_id bigint NOT NULL,
    CONSTRAINT standard_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
    CONSTRAINT standard_mark_is_known CHECK (((mark)::text = ANY ((ARRAY['attested'::character varying, 'recalled'::character varying, 'design'::character varying])::text[])))
);


ALTER TABLE public.skills_standard ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_standard_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_standardevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    title character varying(160) NOT NULL,
    edition character varying(20) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    document character varying(200) NOT NULL,
    mark character varying(10) NOT NULL,
    release character varying(20) NOT NULL,
    occupation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    rule_set_id bigint NOT NULL
);


ALTER TABLE public.skills_standardevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_standardevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_standing (
    worker_id bigint NOT NULL,
    held_level smallint NOT NULL,
    held_since date,
    next_level smallint,
    next_on date,
    next_route_id bigint,
    occupation_id bigint,
    branch_id bigint NOT NULL,
    is_employed boolean NOT NULL,
    CONSTRAINT skills_standing_held_level_check CHECK ((held_level >= 0)),
    CONSTRAINT skills_standing_next_level_check CHECK ((next_level >= 0))
);


CREATE TABLE public.skills_target (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    measure character varying(20) NOT NULL,
    level smallint,
    rank smallint,
    value numeric(12,2) NOT NULL,
    since date NOT NULL,
    due_on date NOT NULL,
    document character varying(200) NOT NULL,
    mark character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdraw_reason character varying(200) NOT NULL,
    created_by_id bigint,
    unit_id bigint NOT NULL,
    withdrawn_by_id bigint,
    CONSTRAINT skills_target_level_check CHECK ((level >= 0)),
    CONSTRAINT skills_target_rank_check CHECK ((rank >= 0)),
    CONSTRAINT target_has_the_shape_of_its_measure CHECK ((((level >= 2) AND ((measure)::text = ANY ((ARRAY['level_people'::character varying, 'promotions'::character varying])::text[])) AND (rank IS NULL)) OR ((level IS NULL) AND ((measure)::text = 'title_people'::text) AND (rank >= 1)) OR ((level IS NULL) AND ((measure)::text = ANY ((ARRAY['high_share'::character varying, 'reported'::character varying])::text[])) AND (rank IS NULL)))),
    CONSTRAINT target_is_due_after_it_begins CHECK ((due_on > since)),
    CONSTRAINT target_measure_is_known CHECK (((measure)::text = ANY ((ARRAY['level_people'::character varying, 'high_share'::character varying, 'promotions'::character varying, 'title_people'::character varying, 'reported'::character varying])::text[]))),
    CONSTRAINT target_value_is_positive CHECK ((value > (0)::numeric))
);


ALTER TABLE public.skills_target ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_target_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_targetcount (
    target_id bigint NOT NULL,
    value numeric(12,2) NOT NULL
);


CREATE TABLE public.skills_targetevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    measure character varying(20) NOT NULL,
    level smallint,
    rank smallint,
    value numeric(12,2) NOT NULL,
    since date NOT NULL,
    due_on date NOT NULL,
    document character varying(200) NOT NULL,
    mark character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdraw_reason character varying(200) NOT NULL,
    created_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    withdrawn_by_id bigint,
    CONSTRAINT skills_targetevent_level_check CHECK ((level >= 0)),
    CONSTRAINT skills_targetevent_rank_check CHECK ((rank >= 0))
);


ALTER TABLE public.skills_targetevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_targetevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_targetreading (
    id bigint NOT NULL,
    day date NOT NULL,
    value numeric(12,2) NOT NULL,
    source character varying(200) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by_id bigint,
    target_id bigint NOT NULL,
    CONSTRAINT target_reading_not_negative CHECK ((value >= (0)::numeric))
);


ALTER TABLE public.skills_targetreading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_targetreading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_targetreadingevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    day date NOT NULL,
    value numeric(12,2) NOT NULL,
    source character varying(200) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    recorded_by_id bigint,
    target_id bigint NOT NULL
);


ALTER TABLE public.skills_targetreadingevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_targetreadingevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE public.skills_title ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_title_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_titleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    voided_at timestamp with time zone,
    void_reason character varying(200) NOT NULL,
    rank smallint NOT NULL,
    name character varying(40) NOT NULL,
    speciality character varying(80) NOT NULL,
    awarded_on date NOT NULL,
    batch_id bigint,
    created_by_id bigint,
    evidence_id bigint,
    major_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    voided_by_id bigint,
    worker_id bigint NOT NULL,
    replaces_id bigint,
    CONSTRAINT skills_titleevent_rank_check CHECK ((rank >= 0))
);


ALTER TABLE public.skills_titleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_titleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE public.skills_titlematch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_titlematch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_titlematchevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    matches boolean NOT NULL,
    judged_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    judged_by_id bigint,
    occupation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    title_id bigint NOT NULL
);


ALTER TABLE public.skills_titlematchevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_titlematchevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.skills_wagesinyear (
    id bigint NOT NULL,
    year smallint NOT NULL,
    is_high_skilled boolean NOT NULL,
    people integer NOT NULL,
    total numeric(30,12) NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT skills_wagesinyear_people_check CHECK ((people >= 0)),
    CONSTRAINT skills_wagesinyear_year_check CHECK ((year >= 0))
);


ALTER TABLE public.skills_wagesinyear ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.skills_wagesinyear_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.socialaccount_socialaccount (
    id integer NOT NULL,
    provider character varying(200) NOT NULL,
    uid character varying(191) NOT NULL,
    last_login timestamp with time zone NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    extra_data jsonb NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.socialaccount_socialaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.socialaccount_socialapp (
    id integer NOT NULL,
    provider character varying(30) NOT NULL,
    name character varying(40) NOT NULL,
    client_id character varying(191) NOT NULL,
    secret character varying(191) NOT NULL,
    key character varying(191) NOT NULL,
    provider_id character varying(200) NOT NULL,
    settings jsonb NOT NULL
);


ALTER TABLE public.socialaccount_socialapp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialapp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.socialaccount_socialtoken (
    id integer NOT NULL,
    token text NOT NULL,
    token_secret text NOT NULL,
    expires_at timestamp with time zone,
    account_id integer NOT NULL,
    app_id integer
);


ALTER TABLE public.socialaccount_socialtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL
);


ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_activationcode (
    id bigint NOT NULL,
    digest bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    issued_by_id bigint,
    user_id bigint NOT NULL,
    CONSTRAINT activation_code_expires_after_issue CHECK ((expires_at > issued_at))
);


ALTER TABLE public.workforce_activationcode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_activationcode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_apitoken (
    digest character varying(128) NOT NULL,
    token_key character varying(25) NOT NULL,
    created timestamp with time zone NOT NULL,
    expiry timestamp with time zone,
    label character varying(60) NOT NULL,
    user_id bigint NOT NULL,
    issued_by_id bigint,
    last_used_at timestamp with time zone,
    last_used_from inet,
    scopes character varying(24)[] NOT NULL,
    CONSTRAINT api_token_expires CHECK ((expiry IS NOT NULL)),
    CONSTRAINT api_token_has_known_scopes CHECK (((scopes <@ ARRAY['records:read'::character varying(24), 'records:write'::character varying(24), 'imports:read'::character varying(24), 'imports:write'::character varying(24), 'exports:read'::character varying(24), 'figures:read'::character varying(24), 'policy:read'::character varying(24), 'policy:write'::character varying(24), 'organisation:read'::character varying(24), 'organisation:write'::character varying(24), 'notices:read'::character varying(24), 'notices:write'::character varying(24), 'webhooks:read'::character varying(24), 'webhooks:write'::character varying(24)]) AND (
CASE
    WHEN (scopes IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(scopes, 1), 0)
END > 0)))
);


CREATE TABLE public.workforce_calendarday (
    id bigint NOT NULL,
    day date NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(80) NOT NULL,
    document character varying(200) NOT NULL,
    year_id smallint NOT NULL,
    CONSTRAINT calendar_day_has_a_document CHECK ((NOT ((document)::text = ''::text))),
    CONSTRAINT calendar_day_has_a_name CHECK ((NOT ((name)::text = ''::text))),
    CONSTRAINT calendar_day_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['off'::character varying, 'adjusted'::character varying])::text[]))),
    CONSTRAINT calendar_day_lies_in_its_year CHECK ((EXTRACT(year FROM day) = (year_id)::numeric)),
    CONSTRAINT calendar_day_worked_is_a_weekend_day CHECK (((NOT ((kind)::text = 'adjusted'::text)) OR (EXTRACT(isodow FROM day) = ANY (ARRAY[(6)::numeric, (7)::numeric]))))
);


ALTER TABLE public.workforce_calendarday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_calendarday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_calendardayevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    day date NOT NULL,
    kind character varying(10) NOT NULL,
    name character varying(80) NOT NULL,
    document character varying(200) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    year_id smallint NOT NULL
);


ALTER TABLE public.workforce_calendardayevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_calendardayevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_calendaryear (
    year smallint NOT NULL,
    document character varying(200) NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by_id bigint,
    CONSTRAINT calendar_year_confirmed_by_a_document CHECK (((NOT ((document)::text = ''::text)) OR (confirmed_at IS NULL))),
    CONSTRAINT calendar_year_is_known CHECK (((year >= 2000) AND (year < 2200))),
    CONSTRAINT calendar_year_says_when_confirmed CHECK (((confirmed_at IS NOT NULL) OR (confirmed_by_id IS NULL))),
    CONSTRAINT workforce_calendaryear_year_check CHECK ((year >= 0))
);


CREATE TABLE public.workforce_calendaryearevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    year smallint NOT NULL,
    document character varying(200) NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id smallint NOT NULL,
    CONSTRAINT workforce_calendaryearevent_year_check CHECK ((year >= 0))
);


ALTER TABLE public.workforce_calendaryearevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_calendaryearevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_delegation (
    id bigint NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    reason character varying(200) NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    end_reason character varying(200) NOT NULL,
    deputy_id bigint NOT NULL,
    ended_by_id bigint,
    granted_by_id bigint,
    headship_id bigint NOT NULL,
    CONSTRAINT delegation_ends_after_it_begins CHECK ((until >= since)),
    CONSTRAINT delegation_has_reason CHECK ((NOT ((reason)::text = ''::text)))
);


ALTER TABLE public.workforce_delegation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_delegation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_delegationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    reason character varying(200) NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    end_reason character varying(200) NOT NULL,
    deputy_id bigint NOT NULL,
    ended_by_id bigint,
    granted_by_id bigint,
    headship_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);


ALTER TABLE public.workforce_delegationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_delegationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_erasure (
    id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    confirmed_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    erased_at timestamp with time zone,
    asked_by_id bigint NOT NULL,
    confirmed_by_id bigint,
    job_id bigint,
    withdrawn_by_id bigint,
    worker_id bigint NOT NULL,
    CONSTRAINT erasure_confirmed_by_another CHECK (((confirmed_by_id IS NULL) OR (NOT ((confirmed_by_id = asked_by_id) AND (confirmed_by_id IS NOT NULL))))),
    CONSTRAINT erasure_has_reason CHECK ((NOT ((reason)::text = ''::text))),
    CONSTRAINT erasure_only_when_confirmed CHECK (((erased_at IS NULL) OR (confirmed_by_id IS NOT NULL)))
);


ALTER TABLE public.workforce_erasure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_erasure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_erasureevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    confirmed_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    erased_at timestamp with time zone,
    asked_by_id bigint NOT NULL,
    confirmed_by_id bigint,
    job_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    withdrawn_by_id bigint,
    worker_id bigint NOT NULL
);


ALTER TABLE public.workforce_erasureevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_erasureevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_idnumberreading (
    id bigint NOT NULL,
    reason character varying(200) NOT NULL,
    read_at timestamp with time zone NOT NULL,
    reader_id bigint NOT NULL,
    worker_id bigint NOT NULL,
    CONSTRAINT id_number_reading_has_reason CHECK ((NOT ((reason)::text = ''::text)))
);


ALTER TABLE public.workforce_idnumberreading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_idnumberreading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_personalexport (
    id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    with_id_number boolean NOT NULL,
    made_at timestamp with time zone,
    asked_by_id bigint NOT NULL,
    file_id bigint,
    job_id bigint,
    worker_id bigint NOT NULL
);


ALTER TABLE public.workforce_personalexport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_personalexport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_placement (
    id bigint NOT NULL,
    post character varying(80) NOT NULL,
    status character varying(10) NOT NULL,
    since date NOT NULL,
    until date,
    reason character varying(200) NOT NULL,
    unit_id bigint NOT NULL,
    worker_id bigint NOT NULL,
    CONSTRAINT placement_ends_after_it_begins CHECK (((until IS NULL) OR (until > since))),
    CONSTRAINT placement_status_is_known CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'on_leave'::character varying, 'left'::character varying, 'retired'::character varying])::text[])))
);


ALTER TABLE public.workforce_placement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_placement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_placementevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    post character varying(80) NOT NULL,
    status character varying(10) NOT NULL,
    since date NOT NULL,
    until date,
    reason character varying(200) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    worker_id bigint NOT NULL
);


ALTER TABLE public.workforce_placementevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_placementevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_relation (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    since date NOT NULL,
    until date,
    from_worker_id bigint NOT NULL,
    to_worker_id bigint NOT NULL,
    CONSTRAINT relation_ends_after_it_begins CHECK (((until IS NULL) OR (until > since))),
    CONSTRAINT relation_joins_two_people CHECK ((NOT (from_worker_id = to_worker_id))),
    CONSTRAINT relation_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['mentor'::character varying, 'same_team'::character varying, 'relative'::character varying])::text[])))
);


ALTER TABLE public.workforce_relation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_relation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_relationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    since date NOT NULL,
    until date,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    from_worker_id bigint NOT NULL,
    to_worker_id bigint NOT NULL
);


ALTER TABLE public.workforce_relationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_relationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_relativedeclaration (
    id bigint NOT NULL,
    employee_no character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    since date NOT NULL,
    note character varying(200) NOT NULL,
    state character varying(10) NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decision_reason character varying(200) NOT NULL,
    decided_by_id bigint,
    declared_by_id bigint NOT NULL,
    relation_id bigint,
    worker_id bigint NOT NULL,
    CONSTRAINT relative_declaration_accepted_has_relation CHECK ((((relation_id IS NOT NULL) AND ((state)::text = 'accepted'::text)) OR ((NOT ((state)::text = 'accepted'::text)) AND (relation_id IS NULL)))),
    CONSTRAINT relative_declaration_state_is_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'accepted'::character varying, 'declined'::character varying, 'withdrawn'::character varying])::text[])))
);


ALTER TABLE public.workforce_relativedeclaration ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_relativedeclaration_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_relativedeclarationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    employee_no character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    since date NOT NULL,
    note character varying(200) NOT NULL,
    state character varying(10) NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decision_reason character varying(200) NOT NULL,
    decided_by_id bigint,
    declared_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    relation_id bigint,
    worker_id bigint NOT NULL
);


ALTER TABLE public.workforce_relativedeclarationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_relativedeclarationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_rolegrant (
    id bigint NOT NULL,
    role character varying(16) NOT NULL,
    since date NOT NULL,
    until date,
    granted_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    granted_by_id bigint,
    user_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    end_reason character varying(200) NOT NULL,
    ended_by_id bigint,
    CONSTRAINT role_ends_after_it_begins CHECK (((until IS NULL) OR (until >= since))),
    CONSTRAINT role_is_known CHECK (((role)::text = ANY ((ARRAY['hr_officer'::character varying, 'union_officer'::character varying, 'union_reviewer'::character varying, 'finance'::character varying, 'auditor'::character varying])::text[]))),
    CONSTRAINT role_is_not_granted_to_oneself CHECK (((granted_by_id IS NULL) OR (NOT ((granted_by_id = user_id) AND (granted_by_id IS NOT NULL)))))
);


ALTER TABLE public.workforce_rolegrant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_rolegrant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_rolegrantevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    role character varying(16) NOT NULL,
    since date NOT NULL,
    until date,
    granted_at timestamp with time zone NOT NULL,
    reason character varying(200) NOT NULL,
    granted_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    user_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    end_reason character varying(200) NOT NULL,
    ended_by_id bigint
);


ALTER TABLE public.workforce_rolegrantevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_rolegrantevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_unit (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(12) NOT NULL,
    opened_on date,
    closed_on date,
    parent_id bigint,
    path bigint[] NOT NULL,
    CONSTRAINT unit_closes_after_it_opens CHECK (((closed_on IS NULL) OR (opened_on IS NULL) OR (closed_on > opened_on))),
    CONSTRAINT unit_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['group'::character varying, 'company'::character varying, 'workshop'::character varying, 'team'::character varying])::text[])))
);


ALTER TABLE public.workforce_unit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_unit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_unitchange (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    effective_on date NOT NULL,
    state character varying(10) NOT NULL,
    old_text character varying(100) NOT NULL,
    new_text character varying(100) NOT NULL,
    moved_worker_ids bigint[] NOT NULL,
    moved_unit_ids bigint[] NOT NULL,
    reason character varying(200) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    cancel_reason character varying(200) NOT NULL,
    blocked_why text NOT NULL,
    cancelled_by_id bigint,
    old_parent_id bigint,
    other_id bigint,
    recorded_by_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT unit_change_has_reason CHECK ((NOT ((reason)::text = ''::text))),
    CONSTRAINT unit_change_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['rename'::character varying, 'recode'::character varying, 'move'::character varying, 'merge'::character varying, 'close'::character varying, 'reopen'::character varying])::text[]))),
    CONSTRAINT unit_change_says_when_applied CHECK ((((applied_at IS NOT NULL) AND ((state)::text = 'applied'::text)) OR ((NOT ((state)::text = 'applied'::text)) AND (applied_at IS NULL)))),
    CONSTRAINT unit_change_state_is_known CHECK (((state)::text = ANY ((ARRAY['planned'::character varying, 'applied'::character varying, 'cancelled'::character varying])::text[])))
);


ALTER TABLE public.workforce_unitchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_unitchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_unitchangeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    effective_on date NOT NULL,
    state character varying(10) NOT NULL,
    old_text character varying(100) NOT NULL,
    new_text character varying(100) NOT NULL,
    moved_worker_ids bigint[] NOT NULL,
    moved_unit_ids bigint[] NOT NULL,
    reason character varying(200) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    applied_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    cancel_reason character varying(200) NOT NULL,
    blocked_why text NOT NULL,
    cancelled_by_id bigint,
    old_parent_id bigint,
    other_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    recorded_by_id bigint,
    unit_id bigint NOT NULL
);


ALTER TABLE public.workforce_unitchangeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_unitchangeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_unitevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(100) NOT NULL,
    kind character varying(12) NOT NULL,
    opened_on date,
    closed_on date,
    parent_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);


ALTER TABLE public.workforce_unitevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_unitevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_unithead (
    id bigint NOT NULL,
    since date NOT NULL,
    until date,
    unit_id bigint NOT NULL,
    worker_id bigint NOT NULL,
    CONSTRAINT unit_head_ends_after_it_begins CHECK (((until IS NULL) OR (until > since)))
);


ALTER TABLE public.workforce_unithead ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_unithead_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_unitheadevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    since date NOT NULL,
    until date,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    worker_id bigint NOT NULL
);


ALTER TABLE public.workforce_unitheadevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_unitheadevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_unittotal (
    id bigint NOT NULL,
    measure character varying(16) NOT NULL,
    number bigint NOT NULL,
    unit_id bigint NOT NULL
);


ALTER TABLE public.workforce_unittotal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_unittotal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_unittotalchange (
    id bigint NOT NULL,
    measure character varying(16) NOT NULL,
    number bigint NOT NULL,
    unit_id bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='1000');


ALTER TABLE public.workforce_unittotalchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_unittotalchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    login character varying(64) NOT NULL,
    display_name character varying(80) NOT NULL,
    email character varying(254) NOT NULL,
    is_active boolean NOT NULL,
    is_staff boolean NOT NULL,
    language character varying(10) NOT NULL,
    failed_logins smallint NOT NULL,
    locked_until timestamp with time zone,
    session_epoch integer NOT NULL,
    is_demo boolean NOT NULL,
    demo_note character varying(200) NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    worker_id bigint,
    is_system boolean NOT NULL,
    owner_id bigint,
    purpose character varying(200) NOT NULL,
    CONSTRAINT user_system_account_is_nobodys CHECK ((((NOT is_system) AND (owner_id IS NULL) AND ((purpose)::text = ''::text)) OR ((NOT is_staff) AND is_system AND (owner_id IS NOT NULL) AND (worker_id IS NULL) AND (NOT ((purpose)::text = ''::text))))),
    CONSTRAINT workforce_user_failed_logins_check CHECK ((failed_logins >= 0)),
    CONSTRAINT workforce_user_session_epoch_check CHECK ((session_epoch >= 0))
);


CREATE TABLE public.workforce_user_groups (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    group_id integer NOT NULL
);


ALTER TABLE public.workforce_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


ALTER TABLE public.workforce_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_user_user_permissions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    permission_id integer NOT NULL
);


ALTER TABLE public.workforce_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_userevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    is_superuser boolean NOT NULL,
    login character varying(64) NOT NULL,
    display_name character varying(80) NOT NULL,
    email character varying(254) NOT NULL,
    is_active boolean NOT NULL,
    is_staff boolean NOT NULL,
    is_demo boolean NOT NULL,
    demo_note character varying(200) NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    worker_id bigint,
    is_system boolean NOT NULL,
    owner_id bigint,
    purpose character varying(200) NOT NULL
);


ALTER TABLE public.workforce_userevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_userevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_worker (
    id bigint NOT NULL,
    employee_no character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    name_pinyin character varying(160) NOT NULL,
    name_initials character varying(40) NOT NULL,
    sex character varying(1) NOT NULL,
    birth_date date,
    id_number bytea,
    id_number_index bytea,
    id_number_mask character varying(18) NOT NULL,
    phone character varying(20) NOT NULL,
    hire_date date,
    remark character varying(500) NOT NULL,
    post character varying(80) NOT NULL,
    status character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    unit_id bigint NOT NULL,
    merged_into_id bigint,
    erased_at timestamp with time zone,
    branch_id bigint NOT NULL,
    is_employed boolean NOT NULL,
    CONSTRAINT worker_hired_after_birth CHECK (((hire_date IS NULL) OR (birth_date IS NULL) OR (hire_date > birth_date))),
    CONSTRAINT worker_id_number_whole CHECK ((((id_number IS NULL) AND (id_number_index IS NULL)) OR ((id_number IS NOT NULL) AND (id_number_index IS NOT NULL)))),
    CONSTRAINT worker_not_merged_into_itself CHECK ((NOT ((merged_into_id = id) AND (merged_into_id IS NOT NULL)))),
    CONSTRAINT worker_sex_is_known CHECK (((sex)::text = ANY ((ARRAY['M'::character varying, 'F'::character varying])::text[]))),
    CONSTRAINT worker_status_is_known CHECK (((status)::text = ANY ((ARRAY['active'::character varying, 'on_leave'::character varying, 'left'::character varying, 'retired'::character varying])::text[])))
);


ALTER TABLE public.workforce_worker ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_worker_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


CREATE TABLE public.workforce_workerevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    employee_no character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    name_pinyin character varying(160) NOT NULL,
    name_initials character varying(40) NOT NULL,
    sex character varying(1) NOT NULL,
    birth_date date,
    id_number_mask character varying(18) NOT NULL,
    phone character varying(20) NOT NULL,
    hire_date date,
    remark character varying(500) NOT NULL,
    post character varying(80) NOT NULL,
    status character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    merged_into_id bigint,
    erased_at timestamp with time zone
);


ALTER TABLE public.workforce_workerevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.workforce_workerevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
