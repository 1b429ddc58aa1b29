ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_attempt
    ADD CONSTRAINT attempt_numbered_in_message UNIQUE (message_id, number);


ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_eventdelivery
    ADD CONSTRAINT base_delivery_once_per_consumer UNIQUE (event_id, consumer);


ALTER TABLE ONLY public.base_domainevent
    ADD CONSTRAINT base_domainevent_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_eventdelivery
    ADD CONSTRAINT base_eventdelivery_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_exportrecord
    ADD CONSTRAINT base_exportrecord_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_idempotentanswer
    ADD CONSTRAINT base_idempotentanswer_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_job
    ADD CONSTRAINT base_job_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_retentionrule
    ADD CONSTRAINT base_retentionrule_kind_key UNIQUE (kind);


ALTER TABLE ONLY public.base_retentionrule
    ADD CONSTRAINT base_retentionrule_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_retentionruleevent
    ADD CONSTRAINT base_retentionruleevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.base_savedview
    ADD CONSTRAINT base_savedview_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_schedulerun
    ADD CONSTRAINT base_schedule_run_once UNIQUE (state_id, run);


ALTER TABLE ONLY public.base_schedulerun
    ADD CONSTRAINT base_schedulerun_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_schedulestate
    ADD CONSTRAINT base_schedulestate_name_key UNIQUE (name);


ALTER TABLE ONLY public.base_schedulestate
    ADD CONSTRAINT base_schedulestate_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_stagedrow
    ADD CONSTRAINT base_stagedrow_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_storedfile
    ADD CONSTRAINT base_storedfile_key_key UNIQUE (key);


ALTER TABLE ONLY public.base_storedfile
    ADD CONSTRAINT base_storedfile_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_workbookimport
    ADD CONSTRAINT base_workbookimport_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_choice
    ADD CONSTRAINT choice_once_a_rule UNIQUE (user_id, rule);


ALTER TABLE ONLY public.skills_clause
    ADD CONSTRAINT clause_position_once_a_route UNIQUE (route_id, "position");


ALTER TABLE ONLY public.workforce_delegation
    ADD CONSTRAINT delegation_one_deputy_a_day EXCLUDE USING gist (headship_id WITH =, daterange(since, until) WITH &&);


ALTER TABLE ONLY public.skills_diplomamatch
    ADD CONSTRAINT diploma_judged_once UNIQUE (diploma_id, occupation_id);


ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);


ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);


ALTER TABLE ONLY public.skills_likelyduplicate
    ADD CONSTRAINT duplicate_once_a_likeness UNIQUE (worker_id, likeness);


ALTER TABLE ONLY public.skills_eligibility
    ADD CONSTRAINT eligibility_one_a_target UNIQUE (worker_id, occupation_id, target, version_id);


ALTER TABLE ONLY public.base_idempotentanswer
    ADD CONSTRAINT idempotent_answer_once_a_key UNIQUE (asker, key);


ALTER TABLE ONLY public.skills_levelsonday
    ADD CONSTRAINT levels_on_day_once UNIQUE (unit_id, day, common, level);


ALTER TABLE ONLY public.notices_messageitem
    ADD CONSTRAINT message_item_leaves_once UNIQUE (reminder_id, channel_id);


ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_attempt
    ADD CONSTRAINT notices_attempt_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_calendarlink
    ADD CONSTRAINT notices_calendarlink_digest_key UNIQUE (digest);


ALTER TABLE ONLY public.notices_calendarlink
    ADD CONSTRAINT notices_calendarlink_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_channel
    ADD CONSTRAINT notices_channel_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_channelevent
    ADD CONSTRAINT notices_channelevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.notices_choice
    ADD CONSTRAINT notices_choice_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_message
    ADD CONSTRAINT notices_message_message_id_key UNIQUE (message_id);


ALTER TABLE ONLY public.notices_message
    ADD CONSTRAINT notices_message_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_messageitem
    ADD CONSTRAINT notices_messageitem_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_personsettings
    ADD CONSTRAINT notices_personsettings_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_personsettings
    ADD CONSTRAINT notices_personsettings_user_id_key UNIQUE (user_id);


ALTER TABLE ONLY public.notices_reminder
    ADD CONSTRAINT notices_reminder_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_rulepolicy
    ADD CONSTRAINT notices_rulepolicy_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.notices_rulepolicy
    ADD CONSTRAINT notices_rulepolicy_rule_key UNIQUE (rule);


ALTER TABLE ONLY public.notices_rulepolicyevent
    ADD CONSTRAINT notices_rulepolicyevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_occupationalias
    ADD CONSTRAINT occupation_alias_one_a_day EXCLUDE USING gist (name WITH =, daterange(valid_from, valid_to) WITH &&);


ALTER TABLE ONLY public.skills_occupationmajor
    ADD CONSTRAINT occupation_major_once_a_day EXCLUDE USING gist (occupation_id WITH =, major_id WITH =, daterange(valid_from, valid_to) WITH &&);


ALTER TABLE ONLY public.pghistory_context
    ADD CONSTRAINT pghistory_context_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_placement
    ADD CONSTRAINT placement_one_a_day EXCLUDE USING gist (worker_id WITH =, daterange(since, until) WITH &&);


ALTER TABLE ONLY public.skills_policydrafter
    ADD CONSTRAINT policy_drafter_named_once UNIQUE (change_id, user_id);


ALTER TABLE ONLY public.skills_policyimpact
    ADD CONSTRAINT policy_impact_one_a_target UNIQUE (change_id, worker_id, occupation_id, target);


ALTER TABLE ONLY public.skills_promotionsinyear
    ADD CONSTRAINT promotions_in_year_once UNIQUE (unit_id, year);


ALTER TABLE ONLY public.skills_relatedoccupation
    ADD CONSTRAINT related_occupation_once_a_day EXCLUDE USING gist (occupation_id WITH =, related_id WITH =, daterange(valid_from, valid_to) WITH &&);


ALTER TABLE ONLY public.workforce_relation
    ADD CONSTRAINT relation_stated_once_a_day EXCLUDE USING gist (kind WITH =, from_worker_id WITH =, to_worker_id WITH =, daterange(since, until) WITH &&);


ALTER TABLE ONLY public.notices_reminder
    ADD CONSTRAINT reminder_told_once UNIQUE (rule, subject_id, recipient_id, due_on, lead, is_escalation);


ALTER TABLE ONLY public.workforce_rolegrant
    ADD CONSTRAINT role_granted_once_a_day EXCLUDE USING gist (user_id WITH =, role WITH =, unit_id WITH =, daterange(since, until) WITH &&);


ALTER TABLE ONLY public.skills_route
    ADD CONSTRAINT route_named_once_a_version UNIQUE (version_id, code);


ALTER TABLE ONLY public.skills_rulesetversion
    ADD CONSTRAINT rule_set_one_version_a_day EXCLUDE USING gist (rule_set_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE ((confirmed_at IS NOT NULL));


ALTER TABLE ONLY public.skills_rulesetversion
    ADD CONSTRAINT rule_set_version_numbered_once UNIQUE (rule_set_id, number);


ALTER TABLE ONLY public.skills_apprenticeshipcompletion
    ADD CONSTRAINT skills_apprenticeshipcompletion_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_apprenticeshipcompletionevent
    ADD CONSTRAINT skills_apprenticeshipcompletionevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_clause
    ADD CONSTRAINT skills_clause_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_clauseevent
    ADD CONSTRAINT skills_clauseevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_correctionrequest
    ADD CONSTRAINT skills_correctionrequest_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_correctionrequestevent
    ADD CONSTRAINT skills_correctionrequestevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_diploma
    ADD CONSTRAINT skills_diploma_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_diplomaevent
    ADD CONSTRAINT skills_diplomaevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_diplomamatch
    ADD CONSTRAINT skills_diplomamatch_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_diplomamatchevent
    ADD CONSTRAINT skills_diplomamatchevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_documentevent
    ADD CONSTRAINT skills_documentevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_eligibility
    ADD CONSTRAINT skills_eligibility_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_employmentspell
    ADD CONSTRAINT skills_employmentspell_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_employmentspellevent
    ADD CONSTRAINT skills_employmentspellevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_figurecount
    ADD CONSTRAINT skills_figurecount_pkey PRIMARY KEY (subject);


ALTER TABLE ONLY public.skills_graderecord
    ADD CONSTRAINT skills_graderecord_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_graderecord
    ADD CONSTRAINT skills_graderecord_voids_id_key UNIQUE (voids_id);


ALTER TABLE ONLY public.skills_levelsonday
    ADD CONSTRAINT skills_levelsonday_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_likelyduplicate
    ADD CONSTRAINT skills_likelyduplicate_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_major
    ADD CONSTRAINT skills_major_name_key UNIQUE (name);


ALTER TABLE ONLY public.skills_major
    ADD CONSTRAINT skills_major_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_majorevent
    ADD CONSTRAINT skills_majorevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_monthlywage
    ADD CONSTRAINT skills_monthlywage_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_monthlywageevent
    ADD CONSTRAINT skills_monthlywageevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_occupation
    ADD CONSTRAINT skills_occupation_code_key UNIQUE (code);


ALTER TABLE ONLY public.skills_occupation
    ADD CONSTRAINT skills_occupation_name_key UNIQUE (name);


ALTER TABLE ONLY public.skills_occupation
    ADD CONSTRAINT skills_occupation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_occupationalias
    ADD CONSTRAINT skills_occupationalias_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_occupationaliasevent
    ADD CONSTRAINT skills_occupationaliasevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_occupationevent
    ADD CONSTRAINT skills_occupationevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_occupationmajor
    ADD CONSTRAINT skills_occupationmajor_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_occupationmajorevent
    ADD CONSTRAINT skills_occupationmajorevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_standard_id_key UNIQUE (standard_id);


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_version_id_key UNIQUE (version_id);


ALTER TABLE ONLY public.skills_policychangeevent
    ADD CONSTRAINT skills_policychangeevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_policydrafter
    ADD CONSTRAINT skills_policydrafter_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_policyimpact
    ADD CONSTRAINT skills_policyimpact_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_promotionsinyear
    ADD CONSTRAINT skills_promotionsinyear_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_relatedoccupation
    ADD CONSTRAINT skills_relatedoccupation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_relatedoccupationevent
    ADD CONSTRAINT skills_relatedoccupationevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_route
    ADD CONSTRAINT skills_route_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_routeevent
    ADD CONSTRAINT skills_routeevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_ruleset
    ADD CONSTRAINT skills_ruleset_code_key UNIQUE (code);


ALTER TABLE ONLY public.skills_ruleset
    ADD CONSTRAINT skills_ruleset_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_rulesetevent
    ADD CONSTRAINT skills_rulesetevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_rulesetversion
    ADD CONSTRAINT skills_rulesetversion_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_rulesetversionevent
    ADD CONSTRAINT skills_rulesetversionevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_standard
    ADD CONSTRAINT skills_standard_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_standardevent
    ADD CONSTRAINT skills_standardevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_standing
    ADD CONSTRAINT skills_standing_pkey PRIMARY KEY (worker_id);


ALTER TABLE ONLY public.skills_target
    ADD CONSTRAINT skills_target_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_targetcount
    ADD CONSTRAINT skills_targetcount_pkey PRIMARY KEY (target_id);


ALTER TABLE ONLY public.skills_targetevent
    ADD CONSTRAINT skills_targetevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_targetreading
    ADD CONSTRAINT skills_targetreading_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_targetreadingevent
    ADD CONSTRAINT skills_targetreadingevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_title
    ADD CONSTRAINT skills_title_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_titleevent
    ADD CONSTRAINT skills_titleevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_titlematch
    ADD CONSTRAINT skills_titlematch_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.skills_titlematchevent
    ADD CONSTRAINT skills_titlematchevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.skills_wagesinyear
    ADD CONSTRAINT skills_wagesinyear_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_provider_uid_fc810c6e_uniq UNIQUE (provider, uid);


ALTER TABLE ONLY public.socialaccount_socialapp
    ADD CONSTRAINT socialaccount_socialapp_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_app_id_account_id_fca4e0ac_uniq UNIQUE (app_id, account_id);


ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.base_stagedrow
    ADD CONSTRAINT staged_row_once_a_batch UNIQUE (batch_id, sheet_row);


ALTER TABLE ONLY public.skills_standard
    ADD CONSTRAINT standard_one_a_day EXCLUDE USING gist (occupation_id WITH =, daterange(valid_from, valid_to) WITH &&);


ALTER TABLE ONLY public.skills_targetreading
    ADD CONSTRAINT target_reported_once_a_day UNIQUE (target_id, day);


ALTER TABLE ONLY public.skills_titlematch
    ADD CONSTRAINT title_judged_once UNIQUE (title_id, occupation_id);


ALTER TABLE ONLY public.workforce_unithead
    ADD CONSTRAINT unit_has_one_head_a_day EXCLUDE USING gist (unit_id WITH =, daterange(since, until) WITH &&);


ALTER TABLE ONLY public.workforce_unit
    ADD CONSTRAINT unit_name_unique_under_parent UNIQUE (parent_id, name);


ALTER TABLE ONLY public.workforce_unittotal
    ADD CONSTRAINT unit_total_one_a_measure UNIQUE (unit_id, measure);


ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);


ALTER TABLE ONLY public.skills_wagesinyear
    ADD CONSTRAINT wages_in_year_once UNIQUE (unit_id, year, is_high_skilled);


ALTER TABLE ONLY public.workforce_activationcode
    ADD CONSTRAINT workforce_activationcode_digest_key UNIQUE (digest);


ALTER TABLE ONLY public.workforce_activationcode
    ADD CONSTRAINT workforce_activationcode_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_apitoken
    ADD CONSTRAINT workforce_apitoken_pkey PRIMARY KEY (digest);


ALTER TABLE ONLY public.workforce_calendarday
    ADD CONSTRAINT workforce_calendarday_day_key UNIQUE (day);


ALTER TABLE ONLY public.workforce_calendarday
    ADD CONSTRAINT workforce_calendarday_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_calendardayevent
    ADD CONSTRAINT workforce_calendardayevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_calendaryear
    ADD CONSTRAINT workforce_calendaryear_pkey PRIMARY KEY (year);


ALTER TABLE ONLY public.workforce_calendaryearevent
    ADD CONSTRAINT workforce_calendaryearevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_delegation
    ADD CONSTRAINT workforce_delegation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_delegationevent
    ADD CONSTRAINT workforce_delegationevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_erasure
    ADD CONSTRAINT workforce_erasure_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_erasureevent
    ADD CONSTRAINT workforce_erasureevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_idnumberreading
    ADD CONSTRAINT workforce_idnumberreading_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_personalexport
    ADD CONSTRAINT workforce_personalexport_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_placement
    ADD CONSTRAINT workforce_placement_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_placementevent
    ADD CONSTRAINT workforce_placementevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_relation
    ADD CONSTRAINT workforce_relation_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_relationevent
    ADD CONSTRAINT workforce_relationevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_relativedeclaration
    ADD CONSTRAINT workforce_relativedeclaration_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_relativedeclarationevent
    ADD CONSTRAINT workforce_relativedeclarationevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_rolegrant
    ADD CONSTRAINT workforce_rolegrant_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_rolegrantevent
    ADD CONSTRAINT workforce_rolegrantevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_unit
    ADD CONSTRAINT workforce_unit_code_key UNIQUE (code);


ALTER TABLE ONLY public.workforce_unit
    ADD CONSTRAINT workforce_unit_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_unitchange
    ADD CONSTRAINT workforce_unitchange_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_unitchangeevent
    ADD CONSTRAINT workforce_unitchangeevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_unitevent
    ADD CONSTRAINT workforce_unitevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_unithead
    ADD CONSTRAINT workforce_unithead_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_unitheadevent
    ADD CONSTRAINT workforce_unitheadevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_unittotal
    ADD CONSTRAINT workforce_unittotal_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_unittotalchange
    ADD CONSTRAINT workforce_unittotalchange_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_user_groups
    ADD CONSTRAINT workforce_user_groups_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_user_groups
    ADD CONSTRAINT workforce_user_groups_user_id_group_id_f3452642_uniq UNIQUE (user_id, group_id);


ALTER TABLE ONLY public.workforce_user
    ADD CONSTRAINT workforce_user_login_key UNIQUE (login);


ALTER TABLE ONLY public.workforce_user
    ADD CONSTRAINT workforce_user_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_user_user_permissions
    ADD CONSTRAINT workforce_user_user_perm_user_id_permission_id_c46e5d6c_uniq UNIQUE (user_id, permission_id);


ALTER TABLE ONLY public.workforce_user_user_permissions
    ADD CONSTRAINT workforce_user_user_permissions_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_user
    ADD CONSTRAINT workforce_user_worker_id_key UNIQUE (worker_id);


ALTER TABLE ONLY public.workforce_userevent
    ADD CONSTRAINT workforce_userevent_pkey PRIMARY KEY (pgh_id);


ALTER TABLE ONLY public.workforce_worker
    ADD CONSTRAINT workforce_worker_employee_no_key UNIQUE (employee_no);


ALTER TABLE ONLY public.workforce_worker
    ADD CONSTRAINT workforce_worker_id_number_index_key UNIQUE (id_number_index);


ALTER TABLE ONLY public.workforce_worker
    ADD CONSTRAINT workforce_worker_pkey PRIMARY KEY (id);


ALTER TABLE ONLY public.workforce_workerevent
    ADD CONSTRAINT workforce_workerevent_pkey PRIMARY KEY (pgh_id);


CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);


CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);


CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);


CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);


CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);


CREATE INDEX activation_code_live_by_day ON public.workforce_activationcode USING btree (((((expires_at AT TIME ZONE 'Asia/Shanghai'::text))::date - '2000-01-01'::date))) WHERE ((used_at IS NULL) AND (withdrawn_at IS NULL));


CREATE UNIQUE INDEX activation_code_one_live_a_user ON public.workforce_activationcode USING btree (user_id) WHERE ((used_at IS NULL) AND (withdrawn_at IS NULL));


CREATE INDEX apprenticeship_current ON public.skills_apprenticeshipcompletion USING btree (worker_id) WHERE (voided_at IS NULL);


CREATE INDEX apprenticeship_evidence ON public.skills_apprenticeshipcompletion USING btree (evidence_id) WHERE (evidence_id IS NOT NULL);


CREATE INDEX apprenticeship_replaces ON public.skills_apprenticeshipcompletion USING btree (replaces_id) WHERE (replaces_id IS NOT NULL);


CREATE INDEX apprenticeship_voided_by ON public.skills_apprenticeshipcompletion USING btree (voided_by_id) WHERE (voided_by_id IS NOT NULL);


CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);


CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);


CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);


CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);


CREATE INDEX base_delivery_due ON public.base_eventdelivery USING btree (due_at, id) WHERE ((consumed_at IS NULL) AND (failed_at IS NULL));


CREATE INDEX base_domainevent_actor_id_427f99e4 ON public.base_domainevent USING btree (actor_id);


CREATE INDEX base_event_of_subject ON public.base_domainevent USING btree (subject, subject_id, id DESC);


CREATE INDEX base_event_of_workers ON public.base_domainevent USING gin (((payload -> 'worker_ids'::text)) jsonb_path_ops);


CREATE INDEX base_eventdelivery_event_id_b4f7fe7b ON public.base_eventdelivery USING btree (event_id);


CREATE INDEX base_export_by_time ON public.base_exportrecord USING btree (exported_at, id);


CREATE INDEX base_export_of_user ON public.base_exportrecord USING btree (exported_by_id, exported_at, id);


CREATE INDEX base_exportrecord_exported_by_id_3bbd7273 ON public.base_exportrecord USING btree (exported_by_id);


CREATE INDEX base_exportrecord_file_id_5888fc98 ON public.base_exportrecord USING btree (file_id);


CREATE INDEX base_exportrecord_job_id_00e5a790 ON public.base_exportrecord USING btree (job_id);


CREATE INDEX base_file_expiring ON public.base_storedfile USING btree (expires_at) WHERE (removed_at IS NULL);


CREATE INDEX base_idempotentanswer_created_at_9e8badfb ON public.base_idempotentanswer USING btree (created_at);


CREATE INDEX base_import_of_user ON public.base_workbookimport USING btree (uploaded_by_id, uploaded_at DESC);


CREATE INDEX base_job_of_owner ON public.base_job USING btree (owner_id, id DESC);


CREATE INDEX base_job_open ON public.base_job USING btree (state, lease_until) WHERE ((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying])::text[]));


CREATE INDEX base_job_owner_id_b1b4a171 ON public.base_job USING btree (owner_id);


CREATE INDEX base_retentionrule_kind_f8af2061_like ON public.base_retentionrule USING btree (kind varchar_pattern_ops);


CREATE INDEX base_retentionruleevent_pgh_context_id_a980e228 ON public.base_retentionruleevent USING btree (pgh_context_id);


CREATE INDEX base_retentionruleevent_pgh_obj_id_ea7de48e ON public.base_retentionruleevent USING btree (pgh_obj_id);


CREATE INDEX base_savedview_owner_id_5c1d2288 ON public.base_savedview USING btree (owner_id);


CREATE INDEX base_schedule_run_newest ON public.base_schedulerun USING btree (started_at DESC, id DESC);


CREATE INDEX base_schedulerun_asked_by_id_b1b21403 ON public.base_schedulerun USING btree (asked_by_id);


CREATE INDEX base_schedulerun_state_id_10b55d5e ON public.base_schedulerun USING btree (state_id);


CREATE INDEX base_schedulestate_asked_by_id_ab4e507f ON public.base_schedulestate USING btree (asked_by_id);


CREATE INDEX base_schedulestate_name_a82b733b_like ON public.base_schedulestate USING btree (name varchar_pattern_ops);


CREATE INDEX base_staged_by_verdict ON public.base_stagedrow USING btree (batch_id, verdict, sheet_row);


CREATE INDEX base_storedfile_uploaded_by_id_78fac0d4 ON public.base_storedfile USING btree (uploaded_by_id);


CREATE INDEX base_view_shared ON public.base_savedview USING btree (kind) WHERE is_shared;


CREATE INDEX base_workbookimport_committed_by_id_a04dc750 ON public.base_workbookimport USING btree (committed_by_id);


CREATE INDEX base_workbookimport_file_id_34660879 ON public.base_workbookimport USING btree (file_id);


CREATE INDEX base_workbookimport_job_id_fa0f620e ON public.base_workbookimport USING btree (job_id);


CREATE INDEX base_workbookimport_undone_by_id_4254290a ON public.base_workbookimport USING btree (undone_by_id);


CREATE INDEX base_workbookimport_uploaded_by_id_2d292484 ON public.base_workbookimport USING btree (uploaded_by_id);


CREATE UNIQUE INDEX calendar_link_one_a_user ON public.notices_calendarlink USING btree (user_id) WHERE (revoked_at IS NULL);


CREATE UNIQUE INDEX certificate_no_unique ON public.skills_graderecord USING btree (certificate_no) WHERE ((NOT is_void) AND ((kind)::text = 'grant'::text) AND (NOT ((certificate_no)::text = ''::text)));


CREATE UNIQUE INDEX channel_one_for_email ON public.notices_channel USING btree (kind) WHERE ((kind)::text = 'email'::text);


CREATE INDEX correction_waiting ON public.skills_correctionrequest USING btree (requested_at) WHERE ((state)::text = 'waiting'::text);


CREATE INDEX diploma_current ON public.skills_diploma USING btree (worker_id) WHERE (voided_at IS NULL);


CREATE INDEX diploma_evidence ON public.skills_diploma USING btree (evidence_id) WHERE (evidence_id IS NOT NULL);


CREATE INDEX diploma_replaces ON public.skills_diploma USING btree (replaces_id) WHERE (replaces_id IS NOT NULL);


CREATE INDEX diploma_voided_by ON public.skills_diploma USING btree (voided_by_id) WHERE (voided_by_id IS NOT NULL);


CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);


CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);


CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);


CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);


CREATE INDEX eligibility_opens ON public.skills_eligibility USING btree (opens_on, target);


CREATE UNIQUE INDEX erasure_once_a_worker ON public.workforce_erasure USING btree (worker_id) WHERE (withdrawn_at IS NULL);


CREATE INDEX grade_by_day ON public.skills_graderecord USING btree (issued_on, id) WHERE ((NOT is_void) AND ((kind)::text = 'grant'::text));


CREATE INDEX grade_current ON public.skills_graderecord USING btree (worker_id, occupation_id, level) WHERE ((NOT is_void) AND ((kind)::text = 'grant'::text));


CREATE INDEX message_being_sent ON public.notices_message USING btree (lease_until, lease_by) WHERE (lease_until IS NOT NULL);


CREATE UNIQUE INDEX message_event_leaves_once ON public.notices_message USING btree (event_id, channel_id) WHERE (event_id IS NOT NULL);


CREATE INDEX message_log ON public.notices_message USING btree (channel_id, id DESC);


CREATE INDEX message_of_channel ON public.notices_message USING btree (channel_id, state, sent_at DESC);


CREATE INDEX message_to_send ON public.notices_message USING btree (channel_id, send_after, id) WHERE ((state)::text = 'queued'::text);


CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);


CREATE INDEX notices_calendarlink_user_id_be40a2c8 ON public.notices_calendarlink USING btree (user_id);


CREATE INDEX notices_channel_added_by_id_7d9025fa ON public.notices_channel USING btree (added_by_id);


CREATE INDEX notices_channel_unit_id_7994c5ec ON public.notices_channel USING btree (unit_id);


CREATE INDEX notices_channelevent_added_by_id_19376240 ON public.notices_channelevent USING btree (added_by_id);


CREATE INDEX notices_channelevent_pgh_context_id_97f659fb ON public.notices_channelevent USING btree (pgh_context_id);


CREATE INDEX notices_channelevent_pgh_obj_id_6e28448a ON public.notices_channelevent USING btree (pgh_obj_id);


CREATE INDEX notices_channelevent_unit_id_e35eb92a ON public.notices_channelevent USING btree (unit_id);


CREATE INDEX notices_message_recipient_id_d55bd8ac ON public.notices_message USING btree (recipient_id);


CREATE INDEX notices_messageitem_message_id_95f73a65 ON public.notices_messageitem USING btree (message_id);


CREATE INDEX notices_rulepolicy_rule_ca91e6c0_like ON public.notices_rulepolicy USING btree (rule varchar_pattern_ops);


CREATE INDEX notices_rulepolicy_set_by_id_a1e4d356 ON public.notices_rulepolicy USING btree (set_by_id);


CREATE INDEX notices_rulepolicyevent_pgh_context_id_6d81c178 ON public.notices_rulepolicyevent USING btree (pgh_context_id);


CREATE INDEX notices_rulepolicyevent_pgh_obj_id_b15c1858 ON public.notices_rulepolicyevent USING btree (pgh_obj_id);


CREATE INDEX notices_rulepolicyevent_set_by_id_4c83d79f ON public.notices_rulepolicyevent USING btree (set_by_id);


CREATE INDEX placement_begins ON public.workforce_placement USING btree (since);


CREATE INDEX policy_change_to_switch ON public.skills_policychange USING btree (effective_on) WHERE (((state)::text = 'confirmed'::text) AND (switched_at IS NULL));


CREATE INDEX policy_change_waiting ON public.skills_policychange USING btree (submitted_at) WHERE ((state)::text = 'submitted'::text);


CREATE INDEX policy_impact_effect ON public.skills_policyimpact USING btree (change_id, effect, target);


CREATE UNIQUE INDEX relative_declared_once_at_a_time ON public.workforce_relativedeclaration USING btree (worker_id, employee_no) WHERE ((state)::text = 'waiting'::text);


CREATE INDEX reminder_ended ON public.notices_reminder USING btree (ended_at) WHERE (ended_at IS NOT NULL);


CREATE INDEX reminder_inbox ON public.notices_reminder USING btree (recipient_id, due_on, id) WHERE (ended_at IS NULL);


CREATE INDEX reminder_left_inbox ON public.notices_reminder USING btree (recipient_id, ended_at DESC) WHERE ((ended_at IS NOT NULL) AND (NOT ((ended_as)::text = 'superseded'::text)));


CREATE INDEX reminder_of_recipient ON public.notices_reminder USING btree (recipient_id, id DESC);


CREATE INDEX reminder_of_rule ON public.notices_reminder USING btree (rule, id DESC);


CREATE INDEX reminder_of_unit ON public.notices_reminder USING btree (unit_id, id DESC) WHERE (unit_id IS NOT NULL);


CREATE INDEX reminder_of_worker ON public.notices_reminder USING btree (worker_id, id DESC) WHERE (worker_id IS NOT NULL);


CREATE INDEX reminder_open_of_rule ON public.notices_reminder USING btree (rule, worker_id) WHERE (ended_at IS NULL);


CREATE INDEX reminder_to_compose ON public.notices_reminder USING btree (id) WHERE ((composed_at IS NULL) AND (ended_at IS NULL));


CREATE UNIQUE INDEX saved_view_name_once_an_owner_and_list ON public.base_savedview USING btree (owner_id, kind, lower((name)::text));


CREATE UNIQUE INDEX saved_view_one_default_an_owner_and_list ON public.base_savedview USING btree (owner_id, kind) WHERE is_default;


CREATE INDEX skills_apprenticeshipcompletion_batch_id_ac933813 ON public.skills_apprenticeshipcompletion USING btree (batch_id);


CREATE INDEX skills_apprenticeshipcompletion_created_by_id_1cc4596f ON public.skills_apprenticeshipcompletion USING btree (created_by_id);


CREATE INDEX skills_apprenticeshipcompletion_occupation_id_fab88af1 ON public.skills_apprenticeshipcompletion USING btree (occupation_id);


CREATE INDEX skills_apprenticeshipcompletion_worker_id_cfc4712c ON public.skills_apprenticeshipcompletion USING btree (worker_id);


CREATE INDEX skills_apprenticeshipcompletionevent_batch_id_80afd241 ON public.skills_apprenticeshipcompletionevent USING btree (batch_id);


CREATE INDEX skills_apprenticeshipcompletionevent_created_by_id_bb3e2bc8 ON public.skills_apprenticeshipcompletionevent USING btree (created_by_id);


CREATE INDEX skills_apprenticeshipcompletionevent_evidence_id_6ee227de ON public.skills_apprenticeshipcompletionevent USING btree (evidence_id);


CREATE INDEX skills_apprenticeshipcompletionevent_occupation_id_c44d4d63 ON public.skills_apprenticeshipcompletionevent USING btree (occupation_id);


CREATE INDEX skills_apprenticeshipcompletionevent_pgh_context_id_7c179add ON public.skills_apprenticeshipcompletionevent USING btree (pgh_context_id);


CREATE INDEX skills_apprenticeshipcompletionevent_pgh_obj_id_6d609514 ON public.skills_apprenticeshipcompletionevent USING btree (pgh_obj_id);


CREATE INDEX skills_apprenticeshipcompletionevent_replaces_id_646e90fc ON public.skills_apprenticeshipcompletionevent USING btree (replaces_id);


CREATE INDEX skills_apprenticeshipcompletionevent_voided_by_id_6461f1d9 ON public.skills_apprenticeshipcompletionevent USING btree (voided_by_id);


CREATE INDEX skills_apprenticeshipcompletionevent_worker_id_7b8b46f9 ON public.skills_apprenticeshipcompletionevent USING btree (worker_id);


CREATE INDEX skills_clause_route_id_1cb8313f ON public.skills_clause USING btree (route_id);


CREATE INDEX skills_clauseevent_pgh_context_id_b1339a3b ON public.skills_clauseevent USING btree (pgh_context_id);


CREATE INDEX skills_clauseevent_pgh_obj_id_60d26a28 ON public.skills_clauseevent USING btree (pgh_obj_id);


CREATE INDEX skills_clauseevent_route_id_5bb0b1fd ON public.skills_clauseevent USING btree (route_id);


CREATE INDEX skills_correctionrequest_decided_by_id_3191cb79 ON public.skills_correctionrequest USING btree (decided_by_id);


CREATE INDEX skills_correctionrequest_evidence_id_ae91a499 ON public.skills_correctionrequest USING btree (evidence_id);


CREATE INDEX skills_correctionrequest_requested_by_id_62431d61 ON public.skills_correctionrequest USING btree (requested_by_id);


CREATE INDEX skills_correctionrequest_worker_id_f0e7fce5 ON public.skills_correctionrequest USING btree (worker_id);


CREATE INDEX skills_correctionrequestevent_decided_by_id_2cb24f1b ON public.skills_correctionrequestevent USING btree (decided_by_id);


CREATE INDEX skills_correctionrequestevent_evidence_id_2d988ca1 ON public.skills_correctionrequestevent USING btree (evidence_id);


CREATE INDEX skills_correctionrequestevent_pgh_context_id_6fd072ff ON public.skills_correctionrequestevent USING btree (pgh_context_id);


CREATE INDEX skills_correctionrequestevent_pgh_obj_id_fd3b2f12 ON public.skills_correctionrequestevent USING btree (pgh_obj_id);


CREATE INDEX skills_correctionrequestevent_requested_by_id_1409cc9d ON public.skills_correctionrequestevent USING btree (requested_by_id);


CREATE INDEX skills_correctionrequestevent_worker_id_f2363958 ON public.skills_correctionrequestevent USING btree (worker_id);


CREATE INDEX skills_diploma_batch_id_29bb4dfd ON public.skills_diploma USING btree (batch_id);


CREATE INDEX skills_diploma_created_by_id_10683042 ON public.skills_diploma USING btree (created_by_id);


CREATE INDEX skills_diploma_major_id_b1a22e08 ON public.skills_diploma USING btree (major_id);


CREATE INDEX skills_diploma_worker_id_290dd586 ON public.skills_diploma USING btree (worker_id);


CREATE INDEX skills_diplomaevent_batch_id_6c47a250 ON public.skills_diplomaevent USING btree (batch_id);


CREATE INDEX skills_diplomaevent_created_by_id_7a5b8f9d ON public.skills_diplomaevent USING btree (created_by_id);


CREATE INDEX skills_diplomaevent_evidence_id_78227e3e ON public.skills_diplomaevent USING btree (evidence_id);


CREATE INDEX skills_diplomaevent_major_id_90cea0d9 ON public.skills_diplomaevent USING btree (major_id);


CREATE INDEX skills_diplomaevent_pgh_context_id_3caae105 ON public.skills_diplomaevent USING btree (pgh_context_id);


CREATE INDEX skills_diplomaevent_pgh_obj_id_7ea1522d ON public.skills_diplomaevent USING btree (pgh_obj_id);


CREATE INDEX skills_diplomaevent_replaces_id_f84551ef ON public.skills_diplomaevent USING btree (replaces_id);


CREATE INDEX skills_diplomaevent_voided_by_id_0cce5d5d ON public.skills_diplomaevent USING btree (voided_by_id);


CREATE INDEX skills_diplomaevent_worker_id_1a68b4ce ON public.skills_diplomaevent USING btree (worker_id);


CREATE INDEX skills_diplomamatch_diploma_id_bdea217e ON public.skills_diplomamatch USING btree (diploma_id);


CREATE INDEX skills_diplomamatch_judged_by_id_5b9c48c1 ON public.skills_diplomamatch USING btree (judged_by_id);


CREATE INDEX skills_diplomamatch_occupation_id_531c7090 ON public.skills_diplomamatch USING btree (occupation_id);


CREATE INDEX skills_diplomamatchevent_diploma_id_d91b8ac3 ON public.skills_diplomamatchevent USING btree (diploma_id);


CREATE INDEX skills_diplomamatchevent_judged_by_id_f99d8389 ON public.skills_diplomamatchevent USING btree (judged_by_id);


CREATE INDEX skills_diplomamatchevent_occupation_id_13c14684 ON public.skills_diplomamatchevent USING btree (occupation_id);


CREATE INDEX skills_diplomamatchevent_pgh_context_id_2bac57c3 ON public.skills_diplomamatchevent USING btree (pgh_context_id);


CREATE INDEX skills_diplomamatchevent_pgh_obj_id_319e7bd1 ON public.skills_diplomamatchevent USING btree (pgh_obj_id);


CREATE INDEX skills_document_added_by_id_ffa1084f ON public.skills_document USING btree (added_by_id);


CREATE INDEX skills_document_apprenticeship_id_f5fdfb04 ON public.skills_document USING btree (apprenticeship_id);


CREATE INDEX skills_document_diploma_id_c093e2bd ON public.skills_document USING btree (diploma_id);


CREATE INDEX skills_document_file_id_44339b74 ON public.skills_document USING btree (file_id);


CREATE INDEX skills_document_grade_id_8b596ebf ON public.skills_document USING btree (grade_id);


CREATE INDEX skills_document_spell_id_1fefb863 ON public.skills_document USING btree (spell_id);


CREATE INDEX skills_document_title_id_c67bb30f ON public.skills_document USING btree (title_id);


CREATE INDEX skills_document_voided_by_id_50ab218d ON public.skills_document USING btree (voided_by_id);


CREATE INDEX skills_document_wage_id_ba21b5d2 ON public.skills_document USING btree (wage_id);


CREATE INDEX skills_document_worker_id_35a23be3 ON public.skills_document USING btree (worker_id);


CREATE INDEX skills_documentevent_added_by_id_49ce3ac4 ON public.skills_documentevent USING btree (added_by_id);


CREATE INDEX skills_documentevent_apprenticeship_id_ed20f1d4 ON public.skills_documentevent USING btree (apprenticeship_id);


CREATE INDEX skills_documentevent_diploma_id_b1643378 ON public.skills_documentevent USING btree (diploma_id);


CREATE INDEX skills_documentevent_file_id_bd0aec6c ON public.skills_documentevent USING btree (file_id);


CREATE INDEX skills_documentevent_grade_id_570fdeb0 ON public.skills_documentevent USING btree (grade_id);


CREATE INDEX skills_documentevent_pgh_context_id_4fc90628 ON public.skills_documentevent USING btree (pgh_context_id);


CREATE INDEX skills_documentevent_pgh_obj_id_00f8b5ac ON public.skills_documentevent USING btree (pgh_obj_id);


CREATE INDEX skills_documentevent_spell_id_740752a0 ON public.skills_documentevent USING btree (spell_id);


CREATE INDEX skills_documentevent_title_id_8de77b5f ON public.skills_documentevent USING btree (title_id);


CREATE INDEX skills_documentevent_voided_by_id_f77c137a ON public.skills_documentevent USING btree (voided_by_id);


CREATE INDEX skills_documentevent_wage_id_de66a90b ON public.skills_documentevent USING btree (wage_id);


CREATE INDEX skills_documentevent_worker_id_7431b106 ON public.skills_documentevent USING btree (worker_id);


CREATE INDEX skills_eligibility_occupation_id_7c7d9349 ON public.skills_eligibility USING btree (occupation_id);


CREATE INDEX skills_employmentspell_batch_id_b6f35489 ON public.skills_employmentspell USING btree (batch_id);


CREATE INDEX skills_employmentspell_created_by_id_c10343ab ON public.skills_employmentspell USING btree (created_by_id);


CREATE INDEX skills_employmentspell_occupation_id_6230f228 ON public.skills_employmentspell USING btree (occupation_id);


CREATE INDEX skills_employmentspell_worker_id_06b42caa ON public.skills_employmentspell USING btree (worker_id);


CREATE INDEX skills_employmentspellevent_batch_id_363a5753 ON public.skills_employmentspellevent USING btree (batch_id);


CREATE INDEX skills_employmentspellevent_created_by_id_bda8d02d ON public.skills_employmentspellevent USING btree (created_by_id);


CREATE INDEX skills_employmentspellevent_evidence_id_95d5b116 ON public.skills_employmentspellevent USING btree (evidence_id);


CREATE INDEX skills_employmentspellevent_occupation_id_4a4697d6 ON public.skills_employmentspellevent USING btree (occupation_id);


CREATE INDEX skills_employmentspellevent_pgh_context_id_1c52988b ON public.skills_employmentspellevent USING btree (pgh_context_id);


CREATE INDEX skills_employmentspellevent_pgh_obj_id_05f871c9 ON public.skills_employmentspellevent USING btree (pgh_obj_id);


CREATE INDEX skills_employmentspellevent_replaces_id_4d34e21c ON public.skills_employmentspellevent USING btree (replaces_id);


CREATE INDEX skills_employmentspellevent_voided_by_id_c39f055f ON public.skills_employmentspellevent USING btree (voided_by_id);


CREATE INDEX skills_employmentspellevent_worker_id_092e745e ON public.skills_employmentspellevent USING btree (worker_id);


CREATE INDEX skills_figurecount_subject_ba893ea0_like ON public.skills_figurecount USING btree (subject varchar_pattern_ops);


CREATE INDEX skills_graderecord_batch_id_cac4435b ON public.skills_graderecord USING btree (batch_id);


CREATE INDEX skills_graderecord_evidence_id_a17ca48a ON public.skills_graderecord USING btree (evidence_id);


CREATE INDEX skills_graderecord_occupation_id_ed1509f9 ON public.skills_graderecord USING btree (occupation_id);


CREATE INDEX skills_graderecord_recorded_by_id_0f7d43b2 ON public.skills_graderecord USING btree (recorded_by_id);


CREATE INDEX skills_graderecord_worker_id_1a0ba9e6 ON public.skills_graderecord USING btree (worker_id);


CREATE INDEX skills_major_name_3f4f6234_like ON public.skills_major USING btree (name varchar_pattern_ops);


CREATE INDEX skills_majorevent_pgh_context_id_d2dbcb45 ON public.skills_majorevent USING btree (pgh_context_id);


CREATE INDEX skills_majorevent_pgh_obj_id_84ada0d6 ON public.skills_majorevent USING btree (pgh_obj_id);


CREATE INDEX skills_monthlywage_batch_id_2afcdcd4 ON public.skills_monthlywage USING btree (batch_id);


CREATE INDEX skills_monthlywage_created_by_id_82535a08 ON public.skills_monthlywage USING btree (created_by_id);


CREATE INDEX skills_monthlywage_worker_id_b6558fd0 ON public.skills_monthlywage USING btree (worker_id);


CREATE INDEX skills_monthlywageevent_batch_id_ff3af1bf ON public.skills_monthlywageevent USING btree (batch_id);


CREATE INDEX skills_monthlywageevent_created_by_id_47d2dab9 ON public.skills_monthlywageevent USING btree (created_by_id);


CREATE INDEX skills_monthlywageevent_evidence_id_df06c785 ON public.skills_monthlywageevent USING btree (evidence_id);


CREATE INDEX skills_monthlywageevent_pgh_context_id_e173ad79 ON public.skills_monthlywageevent USING btree (pgh_context_id);


CREATE INDEX skills_monthlywageevent_pgh_obj_id_a2ea8913 ON public.skills_monthlywageevent USING btree (pgh_obj_id);


CREATE INDEX skills_monthlywageevent_replaces_id_8b5c36d6 ON public.skills_monthlywageevent USING btree (replaces_id);


CREATE INDEX skills_monthlywageevent_voided_by_id_f1db44a1 ON public.skills_monthlywageevent USING btree (voided_by_id);


CREATE INDEX skills_monthlywageevent_worker_id_5d51476c ON public.skills_monthlywageevent USING btree (worker_id);


CREATE INDEX skills_occupation_code_9dfa9f83_like ON public.skills_occupation USING btree (code varchar_pattern_ops);


CREATE INDEX skills_occupation_name_005e488a_like ON public.skills_occupation USING btree (name varchar_pattern_ops);


CREATE INDEX skills_occupationalias_occupation_id_e15e6109 ON public.skills_occupationalias USING btree (occupation_id);


CREATE INDEX skills_occupationaliasevent_occupation_id_bf3fb82b ON public.skills_occupationaliasevent USING btree (occupation_id);


CREATE INDEX skills_occupationaliasevent_pgh_context_id_0bb3246d ON public.skills_occupationaliasevent USING btree (pgh_context_id);


CREATE INDEX skills_occupationaliasevent_pgh_obj_id_a79af01d ON public.skills_occupationaliasevent USING btree (pgh_obj_id);


CREATE INDEX skills_occupationevent_pgh_context_id_955a687b ON public.skills_occupationevent USING btree (pgh_context_id);


CREATE INDEX skills_occupationevent_pgh_obj_id_6db9cf14 ON public.skills_occupationevent USING btree (pgh_obj_id);


CREATE INDEX skills_occupationmajor_major_id_0a24eb5d ON public.skills_occupationmajor USING btree (major_id);


CREATE INDEX skills_occupationmajor_occupation_id_34e1316c ON public.skills_occupationmajor USING btree (occupation_id);


CREATE INDEX skills_occupationmajorevent_major_id_bfb1e09f ON public.skills_occupationmajorevent USING btree (major_id);


CREATE INDEX skills_occupationmajorevent_occupation_id_d96708d0 ON public.skills_occupationmajorevent USING btree (occupation_id);


CREATE INDEX skills_occupationmajorevent_pgh_context_id_d6727916 ON public.skills_occupationmajorevent USING btree (pgh_context_id);


CREATE INDEX skills_occupationmajorevent_pgh_obj_id_5108b7d4 ON public.skills_occupationmajorevent USING btree (pgh_obj_id);


CREATE INDEX skills_policychange_decided_by_id_20bd08b9 ON public.skills_policychange USING btree (decided_by_id);


CREATE INDEX skills_policychange_drafted_by_id_f0e95293 ON public.skills_policychange USING btree (drafted_by_id);


CREATE INDEX skills_policychange_impact_job_id_fa3b33da ON public.skills_policychange USING btree (impact_job_id);


CREATE INDEX skills_policychange_occupation_id_19482ef1 ON public.skills_policychange USING btree (occupation_id);


CREATE INDEX skills_policychange_prepare_job_id_213a8257 ON public.skills_policychange USING btree (prepare_job_id);


CREATE INDEX skills_policychange_rule_set_id_c1fb8fe3 ON public.skills_policychange USING btree (rule_set_id);


CREATE INDEX skills_policychangeevent_decided_by_id_576f89da ON public.skills_policychangeevent USING btree (decided_by_id);


CREATE INDEX skills_policychangeevent_drafted_by_id_a18d43bb ON public.skills_policychangeevent USING btree (drafted_by_id);


CREATE INDEX skills_policychangeevent_occupation_id_0530f2d4 ON public.skills_policychangeevent USING btree (occupation_id);


CREATE INDEX skills_policychangeevent_pgh_context_id_9e4183b2 ON public.skills_policychangeevent USING btree (pgh_context_id);


CREATE INDEX skills_policychangeevent_pgh_obj_id_4c543238 ON public.skills_policychangeevent USING btree (pgh_obj_id);


CREATE INDEX skills_policychangeevent_prepare_job_id_5b21bacd ON public.skills_policychangeevent USING btree (prepare_job_id);


CREATE INDEX skills_policychangeevent_rule_set_id_fbaf17a0 ON public.skills_policychangeevent USING btree (rule_set_id);


CREATE INDEX skills_policychangeevent_standard_id_7c7b8c1a ON public.skills_policychangeevent USING btree (standard_id);


CREATE INDEX skills_policychangeevent_version_id_3c52152a ON public.skills_policychangeevent USING btree (version_id);


CREATE INDEX skills_policydrafter_change_id_41fde881 ON public.skills_policydrafter USING btree (change_id);


CREATE INDEX skills_policydrafter_user_id_c14452f2 ON public.skills_policydrafter USING btree (user_id);


CREATE INDEX skills_policyimpact_change_id_651d8e59 ON public.skills_policyimpact USING btree (change_id);


CREATE INDEX skills_policyimpact_occupation_id_f8c10415 ON public.skills_policyimpact USING btree (occupation_id);


CREATE INDEX skills_policyimpact_worker_id_bc19b1cd ON public.skills_policyimpact USING btree (worker_id);


CREATE INDEX skills_relatedoccupation_occupation_id_22b5ed6d ON public.skills_relatedoccupation USING btree (occupation_id);


CREATE INDEX skills_relatedoccupation_related_id_be947af3 ON public.skills_relatedoccupation USING btree (related_id);


CREATE INDEX skills_relatedoccupationevent_occupation_id_2f3e914c ON public.skills_relatedoccupationevent USING btree (occupation_id);


CREATE INDEX skills_relatedoccupationevent_pgh_context_id_b911d956 ON public.skills_relatedoccupationevent USING btree (pgh_context_id);


CREATE INDEX skills_relatedoccupationevent_pgh_obj_id_15dea4fd ON public.skills_relatedoccupationevent USING btree (pgh_obj_id);


CREATE INDEX skills_relatedoccupationevent_related_id_dd8552f8 ON public.skills_relatedoccupationevent USING btree (related_id);


CREATE INDEX skills_route_version_id_82254237 ON public.skills_route USING btree (version_id);


CREATE INDEX skills_routeevent_pgh_context_id_fc7fa844 ON public.skills_routeevent USING btree (pgh_context_id);


CREATE INDEX skills_routeevent_pgh_obj_id_60283b05 ON public.skills_routeevent USING btree (pgh_obj_id);


CREATE INDEX skills_routeevent_version_id_748b1317 ON public.skills_routeevent USING btree (version_id);


CREATE INDEX skills_ruleset_code_5882f283_like ON public.skills_ruleset USING btree (code varchar_pattern_ops);


CREATE INDEX skills_rulesetevent_pgh_context_id_97fe7635 ON public.skills_rulesetevent USING btree (pgh_context_id);


CREATE INDEX skills_rulesetevent_pgh_obj_id_a71a9dfd ON public.skills_rulesetevent USING btree (pgh_obj_id);


CREATE INDEX skills_rulesetversion_confirmed_by_id_5b43e277 ON public.skills_rulesetversion USING btree (confirmed_by_id);


CREATE INDEX skills_rulesetversion_rule_set_id_d495e59d ON public.skills_rulesetversion USING btree (rule_set_id);


CREATE INDEX skills_rulesetversionevent_confirmed_by_id_072d67f9 ON public.skills_rulesetversionevent USING btree (confirmed_by_id);


CREATE INDEX skills_rulesetversionevent_pgh_context_id_1399fcd5 ON public.skills_rulesetversionevent USING btree (pgh_context_id);


CREATE INDEX skills_rulesetversionevent_pgh_obj_id_881bde91 ON public.skills_rulesetversionevent USING btree (pgh_obj_id);


CREATE INDEX skills_rulesetversionevent_rule_set_id_e8edc1ed ON public.skills_rulesetversionevent USING btree (rule_set_id);


CREATE INDEX skills_standard_occupation_id_9764037c ON public.skills_standard USING btree (occupation_id);


CREATE INDEX skills_standard_rule_set_id_669d5841 ON public.skills_standard USING btree (rule_set_id);


CREATE INDEX skills_standardevent_occupation_id_5e0b6ee4 ON public.skills_standardevent USING btree (occupation_id);


CREATE INDEX skills_standardevent_pgh_context_id_197d49b5 ON public.skills_standardevent USING btree (pgh_context_id);


CREATE INDEX skills_standardevent_pgh_obj_id_607d8bbb ON public.skills_standardevent USING btree (pgh_obj_id);


CREATE INDEX skills_standardevent_rule_set_id_d2f6eeb6 ON public.skills_standardevent USING btree (rule_set_id);


CREATE INDEX skills_standing_occupation_id_ffefe338 ON public.skills_standing USING btree (occupation_id);


CREATE INDEX skills_target_created_by_id_8ff22242 ON public.skills_target USING btree (created_by_id);


CREATE INDEX skills_target_unit_id_12b906c8 ON public.skills_target USING btree (unit_id);


CREATE INDEX skills_target_withdrawn_by_id_9ddecc77 ON public.skills_target USING btree (withdrawn_by_id);


CREATE INDEX skills_targetevent_created_by_id_c9439c46 ON public.skills_targetevent USING btree (created_by_id);


CREATE INDEX skills_targetevent_pgh_context_id_5bdd085d ON public.skills_targetevent USING btree (pgh_context_id);


CREATE INDEX skills_targetevent_pgh_obj_id_cdfaa667 ON public.skills_targetevent USING btree (pgh_obj_id);


CREATE INDEX skills_targetevent_unit_id_3b485441 ON public.skills_targetevent USING btree (unit_id);


CREATE INDEX skills_targetevent_withdrawn_by_id_cf9dc4c9 ON public.skills_targetevent USING btree (withdrawn_by_id);


CREATE INDEX skills_targetreading_recorded_by_id_d729a3e2 ON public.skills_targetreading USING btree (recorded_by_id);


CREATE INDEX skills_targetreading_target_id_0eab88c1 ON public.skills_targetreading USING btree (target_id);


CREATE INDEX skills_targetreadingevent_pgh_context_id_a4bcbfbb ON public.skills_targetreadingevent USING btree (pgh_context_id);


CREATE INDEX skills_targetreadingevent_pgh_obj_id_005e7186 ON public.skills_targetreadingevent USING btree (pgh_obj_id);


CREATE INDEX skills_targetreadingevent_recorded_by_id_34727444 ON public.skills_targetreadingevent USING btree (recorded_by_id);


CREATE INDEX skills_targetreadingevent_target_id_005ee578 ON public.skills_targetreadingevent USING btree (target_id);


CREATE INDEX skills_title_batch_id_c698d136 ON public.skills_title USING btree (batch_id);


CREATE INDEX skills_title_created_by_id_bcbf71a2 ON public.skills_title USING btree (created_by_id);


CREATE INDEX skills_title_major_id_2b92bf35 ON public.skills_title USING btree (major_id);


CREATE INDEX skills_title_worker_id_ba8d7195 ON public.skills_title USING btree (worker_id);


CREATE INDEX skills_titleevent_batch_id_863deea0 ON public.skills_titleevent USING btree (batch_id);


CREATE INDEX skills_titleevent_created_by_id_623c0e17 ON public.skills_titleevent USING btree (created_by_id);


CREATE INDEX skills_titleevent_evidence_id_575e01ee ON public.skills_titleevent USING btree (evidence_id);


CREATE INDEX skills_titleevent_major_id_0f451c19 ON public.skills_titleevent USING btree (major_id);


CREATE INDEX skills_titleevent_pgh_context_id_761dab71 ON public.skills_titleevent USING btree (pgh_context_id);


CREATE INDEX skills_titleevent_pgh_obj_id_e78e053b ON public.skills_titleevent USING btree (pgh_obj_id);


CREATE INDEX skills_titleevent_replaces_id_212849b8 ON public.skills_titleevent USING btree (replaces_id);


CREATE INDEX skills_titleevent_voided_by_id_4453d30d ON public.skills_titleevent USING btree (voided_by_id);


CREATE INDEX skills_titleevent_worker_id_fd049024 ON public.skills_titleevent USING btree (worker_id);


CREATE INDEX skills_titlematch_judged_by_id_9ac56946 ON public.skills_titlematch USING btree (judged_by_id);


CREATE INDEX skills_titlematch_occupation_id_2786c9f5 ON public.skills_titlematch USING btree (occupation_id);


CREATE INDEX skills_titlematch_title_id_4acfe919 ON public.skills_titlematch USING btree (title_id);


CREATE INDEX skills_titlematchevent_judged_by_id_f8e014e8 ON public.skills_titlematchevent USING btree (judged_by_id);


CREATE INDEX skills_titlematchevent_occupation_id_4545cf5b ON public.skills_titlematchevent USING btree (occupation_id);


CREATE INDEX skills_titlematchevent_pgh_context_id_5a0adf7d ON public.skills_titlematchevent USING btree (pgh_context_id);


CREATE INDEX skills_titlematchevent_pgh_obj_id_c554d1e4 ON public.skills_titlematchevent USING btree (pgh_obj_id);


CREATE INDEX skills_titlematchevent_title_id_ac9555c0 ON public.skills_titlematchevent USING btree (title_id);


CREATE INDEX socialaccount_socialaccount_user_id_8146e70c ON public.socialaccount_socialaccount USING btree (user_id);


CREATE INDEX socialaccount_socialtoken_account_id_951f210e ON public.socialaccount_socialtoken USING btree (account_id);


CREATE INDEX socialaccount_socialtoken_app_id_636a42d7 ON public.socialaccount_socialtoken USING btree (app_id);


CREATE INDEX spell_current ON public.skills_employmentspell USING btree (worker_id, occupation_id) WHERE (voided_at IS NULL);


CREATE INDEX spell_evidence ON public.skills_employmentspell USING btree (evidence_id) WHERE (evidence_id IS NOT NULL);


CREATE INDEX spell_replaces ON public.skills_employmentspell USING btree (replaces_id) WHERE (replaces_id IS NOT NULL);


CREATE INDEX spell_voided_by ON public.skills_employmentspell USING btree (voided_by_id) WHERE (voided_by_id IS NOT NULL);


CREATE INDEX standing_by_level ON public.skills_standing USING btree (branch_id, is_employed, held_level, worker_id);


CREATE INDEX standing_by_next ON public.skills_standing USING btree (branch_id, is_employed, next_on, worker_id);


CREATE INDEX standing_by_since ON public.skills_standing USING btree (branch_id, is_employed, held_since, worker_id);


CREATE INDEX standing_level ON public.skills_standing USING btree (held_level, occupation_id);


CREATE INDEX standing_next ON public.skills_standing USING btree (next_on, worker_id);


CREATE UNIQUE INDEX target_named_once_a_unit ON public.skills_target USING btree (unit_id, name, due_on) WHERE (withdrawn_at IS NULL);


CREATE INDEX title_current ON public.skills_title USING btree (worker_id) WHERE (voided_at IS NULL);


CREATE INDEX title_evidence ON public.skills_title USING btree (evidence_id) WHERE (evidence_id IS NOT NULL);


CREATE INDEX title_replaces ON public.skills_title USING btree (replaces_id) WHERE (replaces_id IS NOT NULL);


CREATE INDEX title_voided_by ON public.skills_title USING btree (voided_by_id) WHERE (voided_by_id IS NOT NULL);


CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));


CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";


CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;


CREATE INDEX unit_by_path ON public.workforce_unit USING btree (path) INCLUDE (id);


CREATE INDEX unit_change_due ON public.workforce_unitchange USING btree (effective_on, id) WHERE ((state)::text = 'planned'::text);


CREATE UNIQUE INDEX unit_change_planned_once_a_kind ON public.workforce_unitchange USING btree (unit_id, kind) WHERE ((state)::text = 'planned'::text);


CREATE UNIQUE INDEX user_login_unique_in_any_case ON public.workforce_user USING btree (upper((login)::text));


CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);


CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);


CREATE INDEX wage_evidence ON public.skills_monthlywage USING btree (evidence_id) WHERE (evidence_id IS NOT NULL);


CREATE UNIQUE INDEX wage_one_a_month ON public.skills_monthlywage USING btree (worker_id, month) WHERE (voided_at IS NULL);


CREATE INDEX wage_replaces ON public.skills_monthlywage USING btree (replaces_id) WHERE (replaces_id IS NOT NULL);


CREATE INDEX wage_voided_by ON public.skills_monthlywage USING btree (voided_by_id) WHERE (voided_by_id IS NOT NULL);


CREATE INDEX worker_by_hire_date ON public.workforce_worker USING btree (branch_id, is_employed, hire_date, id) WHERE (merged_into_id IS NULL);


CREATE INDEX worker_by_name ON public.workforce_worker USING btree (branch_id, is_employed, name_pinyin, id) WHERE (merged_into_id IS NULL);


CREATE INDEX worker_by_number ON public.workforce_worker USING btree (branch_id, is_employed, employee_no, id) WHERE (merged_into_id IS NULL);


CREATE UNIQUE INDEX worker_employee_no_in_any_case ON public.workforce_worker USING btree (upper((employee_no)::text));


CREATE INDEX worker_list_of_unit ON public.workforce_worker USING btree (unit_id, status, employee_no) INCLUDE (id, merged_into_id);


CREATE INDEX worker_merged_into ON public.workforce_worker USING btree (merged_into_id) WHERE (merged_into_id IS NOT NULL);


CREATE INDEX worker_namesakes ON public.workforce_worker USING btree (name, birth_date);


CREATE INDEX worker_phone ON public.workforce_worker USING btree (phone) WHERE (NOT ((phone)::text = ''::text));


CREATE INDEX worker_search ON public.workforce_worker USING gin (regexp_split_to_array((name)::text, ''::text), name_pinyin public.gin_trgm_ops, name_initials public.gin_trgm_ops, upper((employee_no)::text) public.gin_trgm_ops);


CREATE INDEX workforce_activationcode_issued_by_id_af2480c7 ON public.workforce_activationcode USING btree (issued_by_id);


CREATE INDEX workforce_activationcode_user_id_84049bb0 ON public.workforce_activationcode USING btree (user_id);


CREATE INDEX workforce_apitoken_digest_7a742d0c_like ON public.workforce_apitoken USING btree (digest varchar_pattern_ops);


CREATE INDEX workforce_apitoken_issued_by_id_3de15748 ON public.workforce_apitoken USING btree (issued_by_id);


CREATE INDEX workforce_apitoken_token_key_a3fe8814 ON public.workforce_apitoken USING btree (token_key);


CREATE INDEX workforce_apitoken_token_key_a3fe8814_like ON public.workforce_apitoken USING btree (token_key varchar_pattern_ops);


CREATE INDEX workforce_apitoken_user_id_4333eb8d ON public.workforce_apitoken USING btree (user_id);


CREATE INDEX workforce_calendardayevent_pgh_context_id_ec708aa3 ON public.workforce_calendardayevent USING btree (pgh_context_id);


CREATE INDEX workforce_calendardayevent_pgh_obj_id_a0f86e1f ON public.workforce_calendardayevent USING btree (pgh_obj_id);


CREATE INDEX workforce_calendardayevent_year_id_a3efa35c ON public.workforce_calendardayevent USING btree (year_id);


CREATE INDEX workforce_calendaryear_confirmed_by_id_0125dcfb ON public.workforce_calendaryear USING btree (confirmed_by_id);


CREATE INDEX workforce_calendaryearevent_confirmed_by_id_7d34d357 ON public.workforce_calendaryearevent USING btree (confirmed_by_id);


CREATE INDEX workforce_calendaryearevent_pgh_context_id_45e8d261 ON public.workforce_calendaryearevent USING btree (pgh_context_id);


CREATE INDEX workforce_calendaryearevent_pgh_obj_id_cde860df ON public.workforce_calendaryearevent USING btree (pgh_obj_id);


CREATE INDEX workforce_delegation_deputy_id_78e9e1f0 ON public.workforce_delegation USING btree (deputy_id);


CREATE INDEX workforce_delegation_ended_by_id_625656bd ON public.workforce_delegation USING btree (ended_by_id);


CREATE INDEX workforce_delegation_granted_by_id_1cde91cb ON public.workforce_delegation USING btree (granted_by_id);


CREATE INDEX workforce_delegation_headship_id_8ba42504 ON public.workforce_delegation USING btree (headship_id);


CREATE INDEX workforce_delegationevent_deputy_id_940e2888 ON public.workforce_delegationevent USING btree (deputy_id);


CREATE INDEX workforce_delegationevent_ended_by_id_91ad1ceb ON public.workforce_delegationevent USING btree (ended_by_id);


CREATE INDEX workforce_delegationevent_granted_by_id_51f91672 ON public.workforce_delegationevent USING btree (granted_by_id);


CREATE INDEX workforce_delegationevent_headship_id_6cca22cf ON public.workforce_delegationevent USING btree (headship_id);


CREATE INDEX workforce_delegationevent_pgh_context_id_4ff7a98b ON public.workforce_delegationevent USING btree (pgh_context_id);


CREATE INDEX workforce_delegationevent_pgh_obj_id_6baf5cc0 ON public.workforce_delegationevent USING btree (pgh_obj_id);


CREATE INDEX workforce_erasure_asked_by_id_0c4c9446 ON public.workforce_erasure USING btree (asked_by_id);


CREATE INDEX workforce_erasure_confirmed_by_id_8346695b ON public.workforce_erasure USING btree (confirmed_by_id);


CREATE INDEX workforce_erasure_job_id_1c8f2d8d ON public.workforce_erasure USING btree (job_id);


CREATE INDEX workforce_erasure_withdrawn_by_id_363ff7b4 ON public.workforce_erasure USING btree (withdrawn_by_id);


CREATE INDEX workforce_erasure_worker_id_617e2744 ON public.workforce_erasure USING btree (worker_id);


CREATE INDEX workforce_erasureevent_asked_by_id_376ec693 ON public.workforce_erasureevent USING btree (asked_by_id);


CREATE INDEX workforce_erasureevent_confirmed_by_id_ec476e9f ON public.workforce_erasureevent USING btree (confirmed_by_id);


CREATE INDEX workforce_erasureevent_job_id_3d83572d ON public.workforce_erasureevent USING btree (job_id);


CREATE INDEX workforce_erasureevent_pgh_context_id_fa822cdf ON public.workforce_erasureevent USING btree (pgh_context_id);


CREATE INDEX workforce_erasureevent_pgh_obj_id_a1e1ee6f ON public.workforce_erasureevent USING btree (pgh_obj_id);


CREATE INDEX workforce_erasureevent_withdrawn_by_id_738dea77 ON public.workforce_erasureevent USING btree (withdrawn_by_id);


CREATE INDEX workforce_erasureevent_worker_id_4d256a17 ON public.workforce_erasureevent USING btree (worker_id);


CREATE INDEX workforce_idnumberreading_reader_id_7aad75dd ON public.workforce_idnumberreading USING btree (reader_id);


CREATE INDEX workforce_idnumberreading_worker_id_e948c795 ON public.workforce_idnumberreading USING btree (worker_id);


CREATE INDEX workforce_personalexport_asked_by_id_7fdd3c09 ON public.workforce_personalexport USING btree (asked_by_id);


CREATE INDEX workforce_personalexport_file_id_2109eb73 ON public.workforce_personalexport USING btree (file_id);


CREATE INDEX workforce_personalexport_job_id_ac596535 ON public.workforce_personalexport USING btree (job_id);


CREATE INDEX workforce_personalexport_worker_id_68044b58 ON public.workforce_personalexport USING btree (worker_id);


CREATE INDEX workforce_placement_unit_id_c49298f6 ON public.workforce_placement USING btree (unit_id);


CREATE INDEX workforce_placement_worker_id_cc8dc603 ON public.workforce_placement USING btree (worker_id);


CREATE INDEX workforce_placementevent_pgh_context_id_64a4b5eb ON public.workforce_placementevent USING btree (pgh_context_id);


CREATE INDEX workforce_placementevent_pgh_obj_id_80e5f8fd ON public.workforce_placementevent USING btree (pgh_obj_id);


CREATE INDEX workforce_placementevent_unit_id_1ede5e7f ON public.workforce_placementevent USING btree (unit_id);


CREATE INDEX workforce_placementevent_worker_id_6fa070c9 ON public.workforce_placementevent USING btree (worker_id);


CREATE INDEX workforce_relation_from_worker_id_4b1f2bc6 ON public.workforce_relation USING btree (from_worker_id);


CREATE INDEX workforce_relation_to_worker_id_ce0dcd12 ON public.workforce_relation USING btree (to_worker_id);


CREATE INDEX workforce_relationevent_from_worker_id_3f3ffb00 ON public.workforce_relationevent USING btree (from_worker_id);


CREATE INDEX workforce_relationevent_pgh_context_id_310b9eb6 ON public.workforce_relationevent USING btree (pgh_context_id);


CREATE INDEX workforce_relationevent_pgh_obj_id_e91669cf ON public.workforce_relationevent USING btree (pgh_obj_id);


CREATE INDEX workforce_relationevent_to_worker_id_6b7180e8 ON public.workforce_relationevent USING btree (to_worker_id);


CREATE INDEX workforce_relativedeclaration_decided_by_id_49acef9b ON public.workforce_relativedeclaration USING btree (decided_by_id);


CREATE INDEX workforce_relativedeclaration_declared_by_id_11b6c7a5 ON public.workforce_relativedeclaration USING btree (declared_by_id);


CREATE INDEX workforce_relativedeclaration_relation_id_1c87cd4d ON public.workforce_relativedeclaration USING btree (relation_id);


CREATE INDEX workforce_relativedeclaration_worker_id_a573786d ON public.workforce_relativedeclaration USING btree (worker_id);


CREATE INDEX workforce_relativedeclarationevent_decided_by_id_52e218ef ON public.workforce_relativedeclarationevent USING btree (decided_by_id);


CREATE INDEX workforce_relativedeclarationevent_declared_by_id_66d8cf80 ON public.workforce_relativedeclarationevent USING btree (declared_by_id);


CREATE INDEX workforce_relativedeclarationevent_pgh_context_id_b1c207ab ON public.workforce_relativedeclarationevent USING btree (pgh_context_id);


CREATE INDEX workforce_relativedeclarationevent_pgh_obj_id_5f7a102d ON public.workforce_relativedeclarationevent USING btree (pgh_obj_id);


CREATE INDEX workforce_relativedeclarationevent_relation_id_0ee97136 ON public.workforce_relativedeclarationevent USING btree (relation_id);


CREATE INDEX workforce_relativedeclarationevent_worker_id_c28aa72b ON public.workforce_relativedeclarationevent USING btree (worker_id);


CREATE INDEX workforce_rolegrant_ended_by_id_8c2fd42e ON public.workforce_rolegrant USING btree (ended_by_id);


CREATE INDEX workforce_rolegrant_granted_by_id_17545fd1 ON public.workforce_rolegrant USING btree (granted_by_id);


CREATE INDEX workforce_rolegrant_unit_id_0cb6465f ON public.workforce_rolegrant USING btree (unit_id);


CREATE INDEX workforce_rolegrant_user_id_be0d2f8b ON public.workforce_rolegrant USING btree (user_id);


CREATE INDEX workforce_rolegrantevent_ended_by_id_266cec66 ON public.workforce_rolegrantevent USING btree (ended_by_id);


CREATE INDEX workforce_rolegrantevent_granted_by_id_6e07fbcd ON public.workforce_rolegrantevent USING btree (granted_by_id);


CREATE INDEX workforce_rolegrantevent_pgh_context_id_1404647f ON public.workforce_rolegrantevent USING btree (pgh_context_id);


CREATE INDEX workforce_rolegrantevent_pgh_obj_id_669ac643 ON public.workforce_rolegrantevent USING btree (pgh_obj_id);


CREATE INDEX workforce_rolegrantevent_unit_id_29b0ac16 ON public.workforce_rolegrantevent USING btree (unit_id);


CREATE INDEX workforce_rolegrantevent_user_id_2cfc94cf ON public.workforce_rolegrantevent USING btree (user_id);


CREATE INDEX workforce_unit_code_8393e281_like ON public.workforce_unit USING btree (code varchar_pattern_ops);


CREATE INDEX workforce_unit_parent_id_dee7023e ON public.workforce_unit USING btree (parent_id);


CREATE INDEX workforce_unitchange_cancelled_by_id_54b4344c ON public.workforce_unitchange USING btree (cancelled_by_id);


CREATE INDEX workforce_unitchange_old_parent_id_bbe00161 ON public.workforce_unitchange USING btree (old_parent_id);


CREATE INDEX workforce_unitchange_other_id_b4a14d83 ON public.workforce_unitchange USING btree (other_id);


CREATE INDEX workforce_unitchange_recorded_by_id_5d370e3b ON public.workforce_unitchange USING btree (recorded_by_id);


CREATE INDEX workforce_unitchange_unit_id_1f1052c9 ON public.workforce_unitchange USING btree (unit_id);


CREATE INDEX workforce_unitchangeevent_cancelled_by_id_e4a63ad8 ON public.workforce_unitchangeevent USING btree (cancelled_by_id);


CREATE INDEX workforce_unitchangeevent_old_parent_id_3fcfe578 ON public.workforce_unitchangeevent USING btree (old_parent_id);


CREATE INDEX workforce_unitchangeevent_other_id_b7979db2 ON public.workforce_unitchangeevent USING btree (other_id);


CREATE INDEX workforce_unitchangeevent_pgh_context_id_e7fad0ea ON public.workforce_unitchangeevent USING btree (pgh_context_id);


CREATE INDEX workforce_unitchangeevent_pgh_obj_id_6e6b51b8 ON public.workforce_unitchangeevent USING btree (pgh_obj_id);


CREATE INDEX workforce_unitchangeevent_recorded_by_id_84f302fa ON public.workforce_unitchangeevent USING btree (recorded_by_id);


CREATE INDEX workforce_unitchangeevent_unit_id_5456e94e ON public.workforce_unitchangeevent USING btree (unit_id);


CREATE INDEX workforce_unitevent_parent_id_89971e99 ON public.workforce_unitevent USING btree (parent_id);


CREATE INDEX workforce_unitevent_pgh_context_id_b65df4c9 ON public.workforce_unitevent USING btree (pgh_context_id);


CREATE INDEX workforce_unitevent_pgh_obj_id_e165c873 ON public.workforce_unitevent USING btree (pgh_obj_id);


CREATE INDEX workforce_unithead_unit_id_3bdbe245 ON public.workforce_unithead USING btree (unit_id);


CREATE INDEX workforce_unithead_worker_id_4ea18459 ON public.workforce_unithead USING btree (worker_id);


CREATE INDEX workforce_unitheadevent_pgh_context_id_73d92bf2 ON public.workforce_unitheadevent USING btree (pgh_context_id);


CREATE INDEX workforce_unitheadevent_pgh_obj_id_effe71bc ON public.workforce_unitheadevent USING btree (pgh_obj_id);


CREATE INDEX workforce_unitheadevent_unit_id_3cb9b5e9 ON public.workforce_unitheadevent USING btree (unit_id);


CREATE INDEX workforce_unitheadevent_worker_id_6c1a638c ON public.workforce_unitheadevent USING btree (worker_id);


CREATE INDEX workforce_user_groups_group_id_59e96262 ON public.workforce_user_groups USING btree (group_id);


CREATE INDEX workforce_user_groups_user_id_9c6fbbc2 ON public.workforce_user_groups USING btree (user_id);


CREATE INDEX workforce_user_login_0fbfad0d_like ON public.workforce_user USING btree (login varchar_pattern_ops);


CREATE INDEX workforce_user_owner_id_184990a7 ON public.workforce_user USING btree (owner_id);


CREATE INDEX workforce_user_user_permissions_permission_id_8b97f83b ON public.workforce_user_user_permissions USING btree (permission_id);


CREATE INDEX workforce_user_user_permissions_user_id_0ba0ee7e ON public.workforce_user_user_permissions USING btree (user_id);


CREATE INDEX workforce_userevent_owner_id_857d1baf ON public.workforce_userevent USING btree (owner_id);


CREATE INDEX workforce_userevent_pgh_context_id_a101879f ON public.workforce_userevent USING btree (pgh_context_id);


CREATE INDEX workforce_userevent_pgh_obj_id_2143100b ON public.workforce_userevent USING btree (pgh_obj_id);


CREATE INDEX workforce_userevent_worker_id_5018111c ON public.workforce_userevent USING btree (worker_id);


CREATE INDEX workforce_worker_employee_no_9b9708dd_like ON public.workforce_worker USING btree (employee_no varchar_pattern_ops);


CREATE INDEX workforce_workerevent_merged_into_id_1eea682d ON public.workforce_workerevent USING btree (merged_into_id);


CREATE INDEX workforce_workerevent_pgh_context_id_d9bbb410 ON public.workforce_workerevent USING btree (pgh_context_id);


CREATE INDEX workforce_workerevent_pgh_obj_id_ceaabdec ON public.workforce_workerevent USING btree (pgh_obj_id);


CREATE INDEX workforce_workerevent_unit_id_8b75e32c ON public.workforce_workerevent USING btree (unit_id);


CREATE TRIGGER pgtrigger_append_only_0099b BEFORE DELETE OR UPDATE ON public.skills_targetreadingevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_0099b();


COMMENT ON TRIGGER pgtrigger_append_only_0099b ON public.skills_targetreadingevent IS '5b281777fd875535b675cc70b66b143236afde9c';


CREATE TRIGGER pgtrigger_append_only_06d44 BEFORE DELETE OR UPDATE ON public.workforce_delegationevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_06d44();


COMMENT ON TRIGGER pgtrigger_append_only_06d44 ON public.workforce_delegationevent IS '4da0602ad62db6731e59449bdaaa4e9cdb957ffe';


CREATE TRIGGER pgtrigger_append_only_10876 BEFORE DELETE OR UPDATE ON public.workforce_erasureevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_10876();


COMMENT ON TRIGGER pgtrigger_append_only_10876 ON public.workforce_erasureevent IS 'c6d5076c73e3984bb91011341bbf0fb9e137444e';


CREATE TRIGGER pgtrigger_append_only_222de BEFORE DELETE OR UPDATE ON public.workforce_userevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_222de();


COMMENT ON TRIGGER pgtrigger_append_only_222de ON public.workforce_userevent IS 'f04fa20b8748d8c43a668bb182c1479403f0c37d';


CREATE TRIGGER pgtrigger_append_only_2241d BEFORE DELETE OR UPDATE ON public.workforce_relativedeclarationevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_2241d();


COMMENT ON TRIGGER pgtrigger_append_only_2241d ON public.workforce_relativedeclarationevent IS '15987b520121c1c15aac395341dd5c93fff9453c';


CREATE TRIGGER pgtrigger_append_only_23167 BEFORE DELETE OR UPDATE ON public.skills_routeevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_23167();


COMMENT ON TRIGGER pgtrigger_append_only_23167 ON public.skills_routeevent IS 'f4d728cffa0da23f4d9053f22fa078a13fc66e9f';


CREATE TRIGGER pgtrigger_append_only_23d14 BEFORE DELETE OR UPDATE ON public.skills_rulesetversionevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_23d14();


COMMENT ON TRIGGER pgtrigger_append_only_23d14 ON public.skills_rulesetversionevent IS '5d575c240ecf908939a8c453f3fe3c140342f32e';


CREATE TRIGGER pgtrigger_append_only_340ed BEFORE DELETE OR UPDATE ON public.skills_occupationevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_340ed();


COMMENT ON TRIGGER pgtrigger_append_only_340ed ON public.skills_occupationevent IS 'ab3f9f344aadb955730de08a2b4673c0977a9037';


CREATE TRIGGER pgtrigger_append_only_3c16e BEFORE DELETE OR UPDATE ON public.workforce_unitheadevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_3c16e();


COMMENT ON TRIGGER pgtrigger_append_only_3c16e ON public.workforce_unitheadevent IS '650626bb209c4960033783eb91c6985b9c060511';


CREATE TRIGGER pgtrigger_append_only_402a7 BEFORE DELETE OR UPDATE ON public.workforce_relationevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_402a7();


COMMENT ON TRIGGER pgtrigger_append_only_402a7 ON public.workforce_relationevent IS '145bed4f9d5a71d1350edb09b734cc346c0c91d1';


CREATE TRIGGER pgtrigger_append_only_41842 BEFORE DELETE OR UPDATE ON public.skills_apprenticeshipcompletionevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_41842();


COMMENT ON TRIGGER pgtrigger_append_only_41842 ON public.skills_apprenticeshipcompletionevent IS '513eaa7e85b163e9d9ff08ade76a3cbf76b230a0';


CREATE TRIGGER pgtrigger_append_only_4e015 BEFORE DELETE OR UPDATE ON public.skills_titleevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_4e015();


COMMENT ON TRIGGER pgtrigger_append_only_4e015 ON public.skills_titleevent IS '8e3931010a38369855dc843a9633a0f29eca9d1c';


CREATE TRIGGER pgtrigger_append_only_62b3f BEFORE DELETE OR UPDATE ON public.workforce_calendardayevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_62b3f();


COMMENT ON TRIGGER pgtrigger_append_only_62b3f ON public.workforce_calendardayevent IS '5a411476703eee254a0026a1bd43a73cf8745d02';


CREATE TRIGGER pgtrigger_append_only_69070 BEFORE DELETE OR UPDATE ON public.skills_monthlywageevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_69070();


COMMENT ON TRIGGER pgtrigger_append_only_69070 ON public.skills_monthlywageevent IS 'b42603667034e2e258e052c0fd2dffa6a223a806';


CREATE TRIGGER pgtrigger_append_only_6a06d BEFORE DELETE OR UPDATE ON public.skills_policychangeevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_6a06d();


COMMENT ON TRIGGER pgtrigger_append_only_6a06d ON public.skills_policychangeevent IS '327ac5912ffa5f50064d6fe94534885200cf728b';


CREATE TRIGGER pgtrigger_append_only_6d255 BEFORE DELETE OR UPDATE ON public.skills_relatedoccupationevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_6d255();


COMMENT ON TRIGGER pgtrigger_append_only_6d255 ON public.skills_relatedoccupationevent IS '5d15109268997505a002f882dadb2be77b223a2a';


CREATE TRIGGER pgtrigger_append_only_7b570 BEFORE DELETE OR UPDATE ON public.skills_targetevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_7b570();


COMMENT ON TRIGGER pgtrigger_append_only_7b570 ON public.skills_targetevent IS '219e5baa983ef9a584306f20395e4416eb78c420';


CREATE TRIGGER pgtrigger_append_only_803a5 BEFORE DELETE OR UPDATE ON public.workforce_placementevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_803a5();


COMMENT ON TRIGGER pgtrigger_append_only_803a5 ON public.workforce_placementevent IS '2a3856c4ea3a1c85b1ef4ada7e34b334c782aa7c';


CREATE TRIGGER pgtrigger_append_only_87aca BEFORE DELETE OR UPDATE ON public.workforce_workerevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_87aca();


COMMENT ON TRIGGER pgtrigger_append_only_87aca ON public.workforce_workerevent IS '7869eb5f1cf6c9524c988f5622bab6d99a35d297';


CREATE TRIGGER pgtrigger_append_only_8809c BEFORE DELETE OR UPDATE ON public.skills_rulesetevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_8809c();


COMMENT ON TRIGGER pgtrigger_append_only_8809c ON public.skills_rulesetevent IS '05f8b2ae62eadf689359405e8cef87fb4e2fdfae';


CREATE TRIGGER pgtrigger_append_only_8a5a3 BEFORE DELETE OR UPDATE ON public.workforce_unitevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_8a5a3();


COMMENT ON TRIGGER pgtrigger_append_only_8a5a3 ON public.workforce_unitevent IS '71c8cced2b1c423a0d4f36afc878f4652fa39e55';


CREATE TRIGGER pgtrigger_append_only_96565 BEFORE DELETE OR UPDATE ON public.skills_employmentspellevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_96565();


COMMENT ON TRIGGER pgtrigger_append_only_96565 ON public.skills_employmentspellevent IS '14bc3ab9c88cf535a590c59aa2237a53c82babe5';


CREATE TRIGGER pgtrigger_append_only_971f5 BEFORE DELETE OR UPDATE ON public.workforce_calendaryearevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_971f5();


COMMENT ON TRIGGER pgtrigger_append_only_971f5 ON public.workforce_calendaryearevent IS '8e0246093f0a48c86a3d980baa658acb5076d1c5';


CREATE TRIGGER pgtrigger_append_only_97542 BEFORE DELETE OR UPDATE ON public.skills_clauseevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_97542();


COMMENT ON TRIGGER pgtrigger_append_only_97542 ON public.skills_clauseevent IS 'f2b1706a3398ee74c1b459fe50d30712aefcc535';


CREATE TRIGGER pgtrigger_append_only_a0e4e BEFORE DELETE OR UPDATE ON public.skills_majorevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_a0e4e();


COMMENT ON TRIGGER pgtrigger_append_only_a0e4e ON public.skills_majorevent IS '1e55d0da2764c99ee0686ef521de0da8ad95495f';


CREATE TRIGGER pgtrigger_append_only_a22e0 BEFORE DELETE OR UPDATE ON public.notices_rulepolicyevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_a22e0();


COMMENT ON TRIGGER pgtrigger_append_only_a22e0 ON public.notices_rulepolicyevent IS '26f4e70b4c3d0839ff3253dfe8caaf4bc61471d9';


CREATE TRIGGER pgtrigger_append_only_a4090 BEFORE DELETE OR UPDATE ON public.notices_channelevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_a4090();


COMMENT ON TRIGGER pgtrigger_append_only_a4090 ON public.notices_channelevent IS 'e5dc10f350e2010570cc06d3af91de8fcd77a0b2';


CREATE TRIGGER pgtrigger_append_only_a4772 BEFORE DELETE OR UPDATE ON public.skills_diplomamatchevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_a4772();


COMMENT ON TRIGGER pgtrigger_append_only_a4772 ON public.skills_diplomamatchevent IS '5b0ff62057800ab50db92570951d59d70e498c8e';


CREATE TRIGGER pgtrigger_append_only_af056 BEFORE DELETE OR UPDATE ON public.skills_occupationaliasevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_af056();


COMMENT ON TRIGGER pgtrigger_append_only_af056 ON public.skills_occupationaliasevent IS '7013bd33b910e65142aa9c98e16a3ce286897af6';


CREATE TRIGGER pgtrigger_append_only_b003c BEFORE DELETE OR UPDATE ON public.base_retentionruleevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_b003c();


COMMENT ON TRIGGER pgtrigger_append_only_b003c ON public.base_retentionruleevent IS 'da4c108dc35c27d6a78216b3cb80c942e0da6a5b';


CREATE TRIGGER pgtrigger_append_only_c2d75 BEFORE DELETE OR UPDATE ON public.skills_standardevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_c2d75();


COMMENT ON TRIGGER pgtrigger_append_only_c2d75 ON public.skills_standardevent IS 'd72f12a6cce037297bbf615a9c07118747cc7741';


CREATE TRIGGER pgtrigger_append_only_c745b BEFORE DELETE OR UPDATE ON public.skills_correctionrequestevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_c745b();


COMMENT ON TRIGGER pgtrigger_append_only_c745b ON public.skills_correctionrequestevent IS '34e6b9cdd44da8727c0524750ea31925eba6566a';


CREATE TRIGGER pgtrigger_append_only_c9ed9 BEFORE DELETE OR UPDATE ON public.skills_diplomaevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_c9ed9();


COMMENT ON TRIGGER pgtrigger_append_only_c9ed9 ON public.skills_diplomaevent IS 'edbcdf1f4c699334026c6f1ccf4eacb29fedbff3';


CREATE TRIGGER pgtrigger_append_only_d0098 BEFORE DELETE OR UPDATE ON public.skills_documentevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_d0098();


COMMENT ON TRIGGER pgtrigger_append_only_d0098 ON public.skills_documentevent IS '5375f513025693e5164ca1b4eeed9dccda3ae9b8';


CREATE TRIGGER pgtrigger_append_only_d9971 BEFORE DELETE OR UPDATE ON public.workforce_unitchangeevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_d9971();


COMMENT ON TRIGGER pgtrigger_append_only_d9971 ON public.workforce_unitchangeevent IS 'e913c7151e069c8dbcdbe3426b322e9780dca625';


CREATE TRIGGER pgtrigger_append_only_delete_28a56 BEFORE DELETE ON public.skills_policydrafter FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_delete_28a56();


COMMENT ON TRIGGER pgtrigger_append_only_delete_28a56 ON public.skills_policydrafter IS '5b356bfb38c2f5d25c4e471f12bb47ceb3d31896';


CREATE TRIGGER pgtrigger_append_only_delete_71b18 BEFORE DELETE ON public.workforce_idnumberreading FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_delete_71b18();


COMMENT ON TRIGGER pgtrigger_append_only_delete_71b18 ON public.workforce_idnumberreading IS 'b98afef7e2d19aba12be64ac35c18e709d18ea0a';


CREATE TRIGGER pgtrigger_append_only_delete_e47c6 BEFORE DELETE ON public.base_domainevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_delete_e47c6();


COMMENT ON TRIGGER pgtrigger_append_only_delete_e47c6 ON public.base_domainevent IS '41f7879de5653a2d79bfca504868223a3b05e56d';


CREATE TRIGGER pgtrigger_append_only_e542a BEFORE DELETE OR UPDATE ON public.skills_graderecord FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_e542a();


COMMENT ON TRIGGER pgtrigger_append_only_e542a ON public.skills_graderecord IS 'dd797b6dd78e6cebcbc5684b50f9b38f1686596b';


CREATE TRIGGER pgtrigger_append_only_e5d70 BEFORE DELETE OR UPDATE ON public.skills_occupationmajorevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_e5d70();


COMMENT ON TRIGGER pgtrigger_append_only_e5d70 ON public.skills_occupationmajorevent IS 'd98b00c4f2a712b5488ec3afc37ffd457522c4ef';


CREATE TRIGGER pgtrigger_append_only_e9e5d BEFORE DELETE OR UPDATE ON public.workforce_rolegrantevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_e9e5d();


COMMENT ON TRIGGER pgtrigger_append_only_e9e5d ON public.workforce_rolegrantevent IS '89f6139f855ac8d14fbb31c8f80bc519bd54e0a1';


CREATE TRIGGER pgtrigger_append_only_ec933 BEFORE DELETE OR UPDATE ON public.skills_titlematchevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_ec933();


COMMENT ON TRIGGER pgtrigger_append_only_ec933 ON public.skills_titlematchevent IS '1a927f66c79bb107980451c3b250e2dbf10d7d8c';


CREATE TRIGGER pgtrigger_append_only_update_12ddc BEFORE UPDATE ON public.workforce_idnumberreading FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_12ddc();


COMMENT ON TRIGGER pgtrigger_append_only_update_12ddc ON public.workforce_idnumberreading IS '288958fc0233ac7333a98e72bdc6b79a17b2b1e8';


CREATE TRIGGER pgtrigger_append_only_update_28290 BEFORE UPDATE ON public.skills_policydrafter FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_28290();


COMMENT ON TRIGGER pgtrigger_append_only_update_28290 ON public.skills_policydrafter IS '1e4debd4507415ecaec3d89887fb93515455a650';


CREATE TRIGGER pgtrigger_append_only_update_ee9fc BEFORE UPDATE ON public.base_domainevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_ee9fc();


COMMENT ON TRIGGER pgtrigger_append_only_update_ee9fc ON public.base_domainevent IS '6cb309d7f730f41cc59244de52e3c72c892d6351';


CREATE TRIGGER pgtrigger_branch_of_moved_cd28a AFTER UPDATE ON public.workforce_unit REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_branch_of_moved_cd28a();


COMMENT ON TRIGGER pgtrigger_branch_of_moved_cd28a ON public.workforce_unit IS '8ddad9dde02e70e182046c1b3b6ea4476a86a7e7';


CREATE TRIGGER pgtrigger_branch_of_new_worker_455aa BEFORE INSERT ON public.workforce_worker FOR EACH ROW WHEN ((new.branch_id IS NULL)) EXECUTE FUNCTION public.pgtrigger_branch_of_new_worker_455aa();


COMMENT ON TRIGGER pgtrigger_branch_of_new_worker_455aa ON public.workforce_worker IS '148f455c7542e72d183a44a34ec914eabfab855b';


CREATE TRIGGER pgtrigger_branch_of_standing_54609 BEFORE INSERT ON public.skills_standing FOR EACH ROW WHEN ((new.branch_id IS NULL)) EXECUTE FUNCTION public.pgtrigger_branch_of_standing_54609();


COMMENT ON TRIGGER pgtrigger_branch_of_standing_54609 ON public.skills_standing IS '333de723b959319955f4d3e4964247a6602b2ca8';


CREATE TRIGGER pgtrigger_branch_of_worker_46649 BEFORE UPDATE OF unit_id, status, branch_id, is_employed ON public.workforce_worker FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_branch_of_worker_46649();


COMMENT ON TRIGGER pgtrigger_branch_of_worker_46649 ON public.workforce_worker IS '113a6cc5a27289e0fb74c06bc5e12e2949a13375';


CREATE TRIGGER pgtrigger_comes_below_0f65e BEFORE INSERT ON public.workforce_unit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_comes_below_0f65e();


COMMENT ON TRIGGER pgtrigger_comes_below_0f65e ON public.workforce_unit IS '72c63285ae9d5112cde927b88a0ecfa06b79eadc';


CREATE TRIGGER pgtrigger_confirmed_is_never_edited_78c45 BEFORE DELETE OR UPDATE ON public.skills_rulesetversion FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_confirmed_is_never_edited_78c45();


COMMENT ON TRIGGER pgtrigger_confirmed_is_never_edited_78c45 ON public.skills_rulesetversion IS '0fe9a849ba45cc43eff0e99d1b9a63935401b7aa';


CREATE TRIGGER pgtrigger_decided_by_no_drafter_87da6 BEFORE INSERT OR UPDATE ON public.skills_policychange FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_decided_by_no_drafter_87da6();


COMMENT ON TRIGGER pgtrigger_decided_by_no_drafter_87da6 ON public.skills_policychange IS '1d5cce4f7637177e2202a992122241f0e03e9e50';


CREATE TRIGGER pgtrigger_delete_delete_07b0a AFTER DELETE ON public.skills_standard REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_07b0a();


COMMENT ON TRIGGER pgtrigger_delete_delete_07b0a ON public.skills_standard IS 'b2e488322ea901ace5a4c19676a45dc7b8d5a324';


CREATE TRIGGER pgtrigger_delete_delete_112e5 AFTER DELETE ON public.workforce_calendaryear REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_112e5();


COMMENT ON TRIGGER pgtrigger_delete_delete_112e5 ON public.workforce_calendaryear IS '0ca6f5296575e9990a3dfeb377e4cae2d0fff5af';


CREATE TRIGGER pgtrigger_delete_delete_1dc07 AFTER DELETE ON public.workforce_user REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_1dc07();


COMMENT ON TRIGGER pgtrigger_delete_delete_1dc07 ON public.workforce_user IS '24c7d7ddd277671f0a9780cb115c276d6e31e776';


CREATE TRIGGER pgtrigger_delete_delete_2a396 AFTER DELETE ON public.skills_diploma REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_2a396();


COMMENT ON TRIGGER pgtrigger_delete_delete_2a396 ON public.skills_diploma IS 'd37a35880780e72f93e787412ca233676dd345f9';


CREATE TRIGGER pgtrigger_delete_delete_2fba5 AFTER DELETE ON public.workforce_rolegrant REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_2fba5();


COMMENT ON TRIGGER pgtrigger_delete_delete_2fba5 ON public.workforce_rolegrant IS 'c89738ed528c0fa284f5d8e958fa22dbe8e9c29b';


CREATE TRIGGER pgtrigger_delete_delete_35d16 AFTER DELETE ON public.skills_document REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_35d16();


COMMENT ON TRIGGER pgtrigger_delete_delete_35d16 ON public.skills_document IS '6b805c02d1d0c47bfc34aec79c360958995954b0';


CREATE TRIGGER pgtrigger_delete_delete_3f5f7 AFTER DELETE ON public.skills_relatedoccupation REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_3f5f7();


COMMENT ON TRIGGER pgtrigger_delete_delete_3f5f7 ON public.skills_relatedoccupation IS '0596d4a2fbec61a6c716cd9b76ff717155e462c4';


CREATE TRIGGER pgtrigger_delete_delete_4d02c AFTER DELETE ON public.notices_channel REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_4d02c();


COMMENT ON TRIGGER pgtrigger_delete_delete_4d02c ON public.notices_channel IS '032a8362efe9655f1da158034af57616cc52705e';


CREATE TRIGGER pgtrigger_delete_delete_4e101 AFTER DELETE ON public.skills_route REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_4e101();


COMMENT ON TRIGGER pgtrigger_delete_delete_4e101 ON public.skills_route IS 'c1eccda492d68cdc45daa6245cde422df2fa8021';


CREATE TRIGGER pgtrigger_delete_delete_50eb7 AFTER DELETE ON public.skills_target REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_50eb7();


COMMENT ON TRIGGER pgtrigger_delete_delete_50eb7 ON public.skills_target IS 'a3fe9cf293a87b55ce9c250ee988e959e23915cd';


CREATE TRIGGER pgtrigger_delete_delete_526ed AFTER DELETE ON public.skills_titlematch REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_526ed();


COMMENT ON TRIGGER pgtrigger_delete_delete_526ed ON public.skills_titlematch IS '5b919b6810f13506eefb5cf6a529c83f9eed7d11';


CREATE TRIGGER pgtrigger_delete_delete_550f8 AFTER DELETE ON public.notices_rulepolicy REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_550f8();


COMMENT ON TRIGGER pgtrigger_delete_delete_550f8 ON public.notices_rulepolicy IS '4c0ba709ce30bba750133f31ce93df57d8f9e66b';


CREATE TRIGGER pgtrigger_delete_delete_55f41 AFTER DELETE ON public.workforce_erasure REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_55f41();


COMMENT ON TRIGGER pgtrigger_delete_delete_55f41 ON public.workforce_erasure IS '59c7802b30091d3ae3f50db84e64c42b72a500c1';


CREATE TRIGGER pgtrigger_delete_delete_5693d AFTER DELETE ON public.skills_occupation REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_5693d();


COMMENT ON TRIGGER pgtrigger_delete_delete_5693d ON public.skills_occupation IS 'd3cf25a6d5cdbc540f191ac0eb9e6c6a314a2801';


CREATE TRIGGER pgtrigger_delete_delete_57f53 AFTER DELETE ON public.skills_employmentspell REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_57f53();


COMMENT ON TRIGGER pgtrigger_delete_delete_57f53 ON public.skills_employmentspell IS '0ae864c6912721fb46acf57ca29b43abc290d0e4';


CREATE TRIGGER pgtrigger_delete_delete_60065 AFTER DELETE ON public.skills_occupationmajor REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_60065();


COMMENT ON TRIGGER pgtrigger_delete_delete_60065 ON public.skills_occupationmajor IS '3c41c5cdc213b0656757df558029a990f82bcca6';


CREATE TRIGGER pgtrigger_delete_delete_639b0 AFTER DELETE ON public.workforce_relation REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_639b0();


COMMENT ON TRIGGER pgtrigger_delete_delete_639b0 ON public.workforce_relation IS '4669f081573fcb99b2be0de96cbcf083ea4eae84';


CREATE TRIGGER pgtrigger_delete_delete_72ed7 AFTER DELETE ON public.skills_targetreading REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_72ed7();


COMMENT ON TRIGGER pgtrigger_delete_delete_72ed7 ON public.skills_targetreading IS '5978cdb1706f67af2ea798bdb300810b524c6be1';


CREATE TRIGGER pgtrigger_delete_delete_76c8d AFTER DELETE ON public.skills_monthlywage REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_76c8d();


COMMENT ON TRIGGER pgtrigger_delete_delete_76c8d ON public.skills_monthlywage IS 'b8f33b8411842735caf021820efcd9740074091d';


CREATE TRIGGER pgtrigger_delete_delete_787c0 AFTER DELETE ON public.workforce_calendarday REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_787c0();


COMMENT ON TRIGGER pgtrigger_delete_delete_787c0 ON public.workforce_calendarday IS '1a885869a410f4f238047d150e04b06582340c97';


CREATE TRIGGER pgtrigger_delete_delete_7b7cb AFTER DELETE ON public.base_retentionrule REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_7b7cb();


COMMENT ON TRIGGER pgtrigger_delete_delete_7b7cb ON public.base_retentionrule IS '4527a4c5cf2ba0456dda1d357122ebaa0a004007';


CREATE TRIGGER pgtrigger_delete_delete_84ccf AFTER DELETE ON public.workforce_unitchange REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_84ccf();


COMMENT ON TRIGGER pgtrigger_delete_delete_84ccf ON public.workforce_unitchange IS '7e70902603132d6888d95c15227331f4a16a11fd';


CREATE TRIGGER pgtrigger_delete_delete_85bef AFTER DELETE ON public.skills_clause REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_85bef();


COMMENT ON TRIGGER pgtrigger_delete_delete_85bef ON public.skills_clause IS 'd3225de47f0bd465f81a47ec366a6648ff1422e0';


CREATE TRIGGER pgtrigger_delete_delete_85c7f AFTER DELETE ON public.skills_title REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_85c7f();


COMMENT ON TRIGGER pgtrigger_delete_delete_85c7f ON public.skills_title IS '58e350a10cc9352ed5ee13547e8c4777021c9ba7';


CREATE TRIGGER pgtrigger_delete_delete_8adbc AFTER DELETE ON public.workforce_relativedeclaration REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_8adbc();


COMMENT ON TRIGGER pgtrigger_delete_delete_8adbc ON public.workforce_relativedeclaration IS '8ec81768b6e251a07153da12cc5d0d1fa679509f';


CREATE TRIGGER pgtrigger_delete_delete_94056 AFTER DELETE ON public.skills_policychange REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_94056();


COMMENT ON TRIGGER pgtrigger_delete_delete_94056 ON public.skills_policychange IS '9efde79fbcbc4d2e5f613649f290f9e366819188';


CREATE TRIGGER pgtrigger_delete_delete_95476 AFTER DELETE ON public.workforce_unit REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_95476();


COMMENT ON TRIGGER pgtrigger_delete_delete_95476 ON public.workforce_unit IS '72a0dbf486596ed10d9cce6426fe18aca2e8cb77';


CREATE TRIGGER pgtrigger_delete_delete_96b7b AFTER DELETE ON public.workforce_delegation REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_96b7b();


COMMENT ON TRIGGER pgtrigger_delete_delete_96b7b ON public.workforce_delegation IS '5f89f8f1db7d6fe12e2054c641f61085cbcc0617';


CREATE TRIGGER pgtrigger_delete_delete_a2de4 AFTER DELETE ON public.skills_occupationalias REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_a2de4();


COMMENT ON TRIGGER pgtrigger_delete_delete_a2de4 ON public.skills_occupationalias IS 'bbba8f2ff992e912c2cd19ec5ebb0296ae81dd6c';


CREATE TRIGGER pgtrigger_delete_delete_ac11b AFTER DELETE ON public.workforce_worker REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_ac11b();


COMMENT ON TRIGGER pgtrigger_delete_delete_ac11b ON public.workforce_worker IS '1ad1fec58e38b4bca888f8091277c58d15c0130b';


CREATE TRIGGER pgtrigger_delete_delete_b0207 AFTER DELETE ON public.workforce_unithead REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_b0207();


COMMENT ON TRIGGER pgtrigger_delete_delete_b0207 ON public.workforce_unithead IS 'ed50e6b2a46da66a8381b632dec1431ef5458afc';


CREATE TRIGGER pgtrigger_delete_delete_baa41 AFTER DELETE ON public.skills_apprenticeshipcompletion REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_baa41();


COMMENT ON TRIGGER pgtrigger_delete_delete_baa41 ON public.skills_apprenticeshipcompletion IS 'aa80aaef6cef1dce41a017edc4433db24ceceb75';


CREATE TRIGGER pgtrigger_delete_delete_bb127 AFTER DELETE ON public.skills_diplomamatch REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_bb127();


COMMENT ON TRIGGER pgtrigger_delete_delete_bb127 ON public.skills_diplomamatch IS '4b2c6fe48dbc6f3b089323199df7e6e11ad780ce';


CREATE TRIGGER pgtrigger_delete_delete_bc00c AFTER DELETE ON public.skills_ruleset REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_bc00c();


COMMENT ON TRIGGER pgtrigger_delete_delete_bc00c ON public.skills_ruleset IS '181b222c1150354982bb1715e6e655bc8d7e063f';


CREATE TRIGGER pgtrigger_delete_delete_bd91e AFTER DELETE ON public.workforce_placement REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_bd91e();


COMMENT ON TRIGGER pgtrigger_delete_delete_bd91e ON public.workforce_placement IS '913de14fb226e87ce81dcae2d359bd757877deaf';


CREATE TRIGGER pgtrigger_delete_delete_c6c6f AFTER DELETE ON public.skills_major REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_c6c6f();


COMMENT ON TRIGGER pgtrigger_delete_delete_c6c6f ON public.skills_major IS 'c48a7dc3528024334e3853d17c33f406b8e68fb3';


CREATE TRIGGER pgtrigger_delete_delete_e41d1 AFTER DELETE ON public.skills_correctionrequest REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_e41d1();


COMMENT ON TRIGGER pgtrigger_delete_delete_e41d1 ON public.skills_correctionrequest IS 'e1faa1c443d7e702024c97d9d6ecb42660be7f48';


CREATE TRIGGER pgtrigger_delete_delete_f539b AFTER DELETE ON public.skills_rulesetversion REFERENCING OLD TABLE AS old_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_delete_delete_f539b();


COMMENT ON TRIGGER pgtrigger_delete_delete_f539b ON public.skills_rulesetversion IS '5fe70180877b5909f9a20a82b25409b3ed30603c';


CREATE TRIGGER pgtrigger_draft_alone_is_edited_75d60 BEFORE UPDATE ON public.skills_policychange FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_draft_alone_is_edited_75d60();


COMMENT ON TRIGGER pgtrigger_draft_alone_is_edited_75d60 ON public.skills_policychange IS 'c7d6948866abaf8619b71da0cc9349b0f4ea330b';


CREATE TRIGGER pgtrigger_employed_delete_f1b67 AFTER DELETE ON public.workforce_worker REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_employed_delete_f1b67();


COMMENT ON TRIGGER pgtrigger_employed_delete_f1b67 ON public.workforce_worker IS '6e2d5cc1e0442ca04bfb10ebaca1c9130162217b';


CREATE TRIGGER pgtrigger_employed_insert_2d754 AFTER INSERT ON public.workforce_worker REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_employed_insert_2d754();


COMMENT ON TRIGGER pgtrigger_employed_insert_2d754 ON public.workforce_worker IS 'e73de58ccafef05d83ffe1fde1d887ce050d4370';


CREATE TRIGGER pgtrigger_employed_update_c18fa AFTER UPDATE ON public.workforce_worker REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_employed_update_c18fa();


COMMENT ON TRIGGER pgtrigger_employed_update_c18fa ON public.workforce_worker IS '93e4fc196298b3d1b05ba4d9f24d744bce69954d';


CREATE TRIGGER pgtrigger_frozen_once_confirmed_ade4a BEFORE INSERT OR DELETE OR UPDATE ON public.skills_clause FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_frozen_once_confirmed_ade4a();


COMMENT ON TRIGGER pgtrigger_frozen_once_confirmed_ade4a ON public.skills_clause IS '2ee35c6a7641e9360b1de89d92c9692fd3b72003';


CREATE TRIGGER pgtrigger_frozen_once_confirmed_e25a7 BEFORE INSERT OR DELETE OR UPDATE ON public.skills_route FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_frozen_once_confirmed_e25a7();


COMMENT ON TRIGGER pgtrigger_frozen_once_confirmed_e25a7 ON public.skills_route IS '33bedd777c6c5672b00886cad2a9d7daad469417';


CREATE TRIGGER pgtrigger_levels_delete_1f0eb AFTER DELETE ON public.skills_standing REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_levels_delete_1f0eb();


COMMENT ON TRIGGER pgtrigger_levels_delete_1f0eb ON public.skills_standing IS 'e4b2d3a5c4be79e88046dcfa9b0ce702511ed5d5';


CREATE TRIGGER pgtrigger_levels_delete_e980d AFTER DELETE ON public.workforce_worker REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_levels_delete_e980d();


COMMENT ON TRIGGER pgtrigger_levels_delete_e980d ON public.workforce_worker IS '982f078a129a3bcb707857108dcabeef183d74f1';


CREATE TRIGGER pgtrigger_levels_insert_22844 AFTER INSERT ON public.workforce_worker REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_levels_insert_22844();


COMMENT ON TRIGGER pgtrigger_levels_insert_22844 ON public.workforce_worker IS '72e6cdc6482ca8a71f7dcaea789e8a9c445eeea1';


CREATE TRIGGER pgtrigger_levels_insert_3e8f8 AFTER INSERT ON public.skills_standing REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_levels_insert_3e8f8();


COMMENT ON TRIGGER pgtrigger_levels_insert_3e8f8 ON public.skills_standing IS 'ae1daa9f7b6f9224fedc8f266fdbce183130aae2';


CREATE TRIGGER pgtrigger_levels_update_615e7 AFTER UPDATE ON public.workforce_worker REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_levels_update_615e7();


COMMENT ON TRIGGER pgtrigger_levels_update_615e7 ON public.workforce_worker IS '21de949d753e413060ba0206960e869ef30986ce';


CREATE TRIGGER pgtrigger_levels_update_9c845 AFTER UPDATE ON public.skills_standing REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_levels_update_9c845();


COMMENT ON TRIGGER pgtrigger_levels_update_9c845 ON public.skills_standing IS '275e4d10fc90eab00cff6528d5728fe41774aec2';


CREATE TRIGGER pgtrigger_merged_in_one_step_eaf2a BEFORE INSERT OR UPDATE OF merged_into_id ON public.workforce_worker FOR EACH ROW WHEN ((new.merged_into_id IS NOT NULL)) EXECUTE FUNCTION public.pgtrigger_merged_in_one_step_eaf2a();


COMMENT ON TRIGGER pgtrigger_merged_in_one_step_eaf2a ON public.workforce_worker IS '45561ba77167509f526582d51fd3e94126390966';


CREATE TRIGGER pgtrigger_no_cycle_ffcbb BEFORE UPDATE OF parent_id ON public.workforce_unit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_no_cycle_ffcbb();


COMMENT ON TRIGGER pgtrigger_no_cycle_ffcbb ON public.workforce_unit IS 'd7d4425730b2cb0fb079712724f3cec294395996';


CREATE TRIGGER pgtrigger_path_not_written_798e0 BEFORE UPDATE ON public.workforce_unit FOR EACH ROW WHEN (((pg_trigger_depth() = 0) AND (new.path IS DISTINCT FROM old.path))) EXECUTE FUNCTION public.pgtrigger_path_not_written_798e0();


COMMENT ON TRIGGER pgtrigger_path_not_written_798e0 ON public.workforce_unit IS 'be749ceafa312fbb56fa8b1380eaee2c159189a9';


CREATE TRIGGER pgtrigger_path_of_moved_0c175 AFTER UPDATE ON public.workforce_unit REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_path_of_moved_0c175();


COMMENT ON TRIGGER pgtrigger_path_of_moved_0c175 ON public.workforce_unit IS 'b51afd1496a81c402911e6d7f0bbf969e07fb6ba';


CREATE TRIGGER pgtrigger_path_of_new_2bf41 AFTER INSERT ON public.workforce_unit REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_path_of_new_2bf41();


COMMENT ON TRIGGER pgtrigger_path_of_new_2bf41 ON public.workforce_unit IS 'b99fa47a449d9a81a763a2d575f828b6efe718fe';


CREATE TRIGGER pgtrigger_totals_follow_689c1 AFTER UPDATE ON public.workforce_unit REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_totals_follow_689c1();


COMMENT ON TRIGGER pgtrigger_totals_follow_689c1 ON public.workforce_unit IS '2b65c573ff451b988b43b8b4c094fc71bb839ebd';


CREATE TRIGGER pgtrigger_update_update_0bd19 AFTER UPDATE ON public.workforce_calendarday REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_0bd19();


COMMENT ON TRIGGER pgtrigger_update_update_0bd19 ON public.workforce_calendarday IS 'eb494b5886242f8cc4a30e007798b79750ef97ba';


CREATE TRIGGER pgtrigger_update_update_0bec5 AFTER UPDATE ON public.workforce_erasure REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_0bec5();


COMMENT ON TRIGGER pgtrigger_update_update_0bec5 ON public.workforce_erasure IS 'e572fe732071938a6169b75b9f376a386c450cde';


CREATE TRIGGER pgtrigger_update_update_0cf2f AFTER UPDATE ON public.workforce_placement REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_0cf2f();


COMMENT ON TRIGGER pgtrigger_update_update_0cf2f ON public.workforce_placement IS 'a281d8bce3f48e2b51f80e7fd9619aee7c9cf6a2';


CREATE TRIGGER pgtrigger_update_update_0f13c AFTER UPDATE ON public.skills_targetreading REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_0f13c();


COMMENT ON TRIGGER pgtrigger_update_update_0f13c ON public.skills_targetreading IS '7d749b887314b4b1a2ed21ae8faf6a0e39110317';


CREATE TRIGGER pgtrigger_update_update_0f6b3 AFTER UPDATE ON public.skills_major REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_0f6b3();


COMMENT ON TRIGGER pgtrigger_update_update_0f6b3 ON public.skills_major IS '1b7bba9ec1ce73eb9946d337846d0af0dac78703';


CREATE TRIGGER pgtrigger_update_update_14f53 AFTER UPDATE ON public.workforce_calendaryear REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_14f53();


COMMENT ON TRIGGER pgtrigger_update_update_14f53 ON public.workforce_calendaryear IS 'f0d3ff20db0eca9a6d5b8aef7b5f9c62aa106bc1';


CREATE TRIGGER pgtrigger_update_update_2c106 AFTER UPDATE ON public.skills_title REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_2c106();


COMMENT ON TRIGGER pgtrigger_update_update_2c106 ON public.skills_title IS '9ba9e22f8095bb41fb8efb3195c3630357df986a';


CREATE TRIGGER pgtrigger_update_update_2c825 AFTER UPDATE ON public.skills_standard REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_2c825();


COMMENT ON TRIGGER pgtrigger_update_update_2c825 ON public.skills_standard IS 'a3df5f801b86c5e3da22d59367540c1894a673c4';


CREATE TRIGGER pgtrigger_update_update_2d8ec AFTER UPDATE ON public.skills_policychange REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_2d8ec();


COMMENT ON TRIGGER pgtrigger_update_update_2d8ec ON public.skills_policychange IS '4a3e6adc74668283eca3cbaac3a5d7f720d28927';


CREATE TRIGGER pgtrigger_update_update_3cb26 AFTER UPDATE ON public.skills_target REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_3cb26();


COMMENT ON TRIGGER pgtrigger_update_update_3cb26 ON public.skills_target IS '3e079d5f30bac1ff553cfd96225aa30e0817c3a5';


CREATE TRIGGER pgtrigger_update_update_3cbcf AFTER UPDATE ON public.skills_clause REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_3cbcf();


COMMENT ON TRIGGER pgtrigger_update_update_3cbcf ON public.skills_clause IS 'c75266829f7a6339c46283c37c56c895d148c704';


CREATE TRIGGER pgtrigger_update_update_435d0 AFTER UPDATE ON public.skills_diploma REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_435d0();


COMMENT ON TRIGGER pgtrigger_update_update_435d0 ON public.skills_diploma IS '1dcf8292b174166cc6cb0428c234e48aa32ff4ef';


CREATE TRIGGER pgtrigger_update_update_45559 AFTER UPDATE ON public.skills_route REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_45559();


COMMENT ON TRIGGER pgtrigger_update_update_45559 ON public.skills_route IS 'dbfda0b83286e387170aac79d7e4f71671358aa9';


CREATE TRIGGER pgtrigger_update_update_495e1 AFTER UPDATE ON public.workforce_rolegrant REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_495e1();


COMMENT ON TRIGGER pgtrigger_update_update_495e1 ON public.workforce_rolegrant IS '2a2e207ad62e64eb830467dfc1f29f0a5c785575';


CREATE TRIGGER pgtrigger_update_update_4b43c AFTER UPDATE ON public.workforce_delegation REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_4b43c();


COMMENT ON TRIGGER pgtrigger_update_update_4b43c ON public.workforce_delegation IS '4c1f4dc74b60204cbb055aa3787aa612c6338731';


CREATE TRIGGER pgtrigger_update_update_5cb16 AFTER UPDATE ON public.notices_rulepolicy REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_5cb16();


COMMENT ON TRIGGER pgtrigger_update_update_5cb16 ON public.notices_rulepolicy IS 'fcaf99c8047d5286f50e70d6f7a356ff2f872c4d';


CREATE TRIGGER pgtrigger_update_update_5dd10 AFTER UPDATE ON public.workforce_user REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_5dd10();


COMMENT ON TRIGGER pgtrigger_update_update_5dd10 ON public.workforce_user IS 'a2b6a30740d5c7abe0c1cd99a909a4f6f3a5d373';


CREATE TRIGGER pgtrigger_update_update_66e91 AFTER UPDATE ON public.skills_occupationmajor REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_66e91();


COMMENT ON TRIGGER pgtrigger_update_update_66e91 ON public.skills_occupationmajor IS '36cf1734d03b815f1350c4758118d35b9cafd4b3';


CREATE TRIGGER pgtrigger_update_update_6979f AFTER UPDATE ON public.workforce_unithead REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_6979f();


COMMENT ON TRIGGER pgtrigger_update_update_6979f ON public.workforce_unithead IS '5dcb5ec3cb61dffee07c5187acc3fbf6b5c4e1e3';


CREATE TRIGGER pgtrigger_update_update_6cc88 AFTER UPDATE ON public.skills_correctionrequest REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_6cc88();


COMMENT ON TRIGGER pgtrigger_update_update_6cc88 ON public.skills_correctionrequest IS 'c043ddfd22820cae8015cca8b5e5d445b4dfa105';


CREATE TRIGGER pgtrigger_update_update_6e977 AFTER UPDATE ON public.skills_apprenticeshipcompletion REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_6e977();


COMMENT ON TRIGGER pgtrigger_update_update_6e977 ON public.skills_apprenticeshipcompletion IS '656f754b3571aa4b7fb59d7c0e7f5407b5858115';


CREATE TRIGGER pgtrigger_update_update_7560c AFTER UPDATE ON public.skills_occupationalias REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_7560c();


COMMENT ON TRIGGER pgtrigger_update_update_7560c ON public.skills_occupationalias IS 'a8ca15b382153b72513d71cf676f92cd1d82002e';


CREATE TRIGGER pgtrigger_update_update_7b95b AFTER UPDATE ON public.skills_rulesetversion REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_7b95b();


COMMENT ON TRIGGER pgtrigger_update_update_7b95b ON public.skills_rulesetversion IS '937584269d46f7bd2e410af378333e6a0a1750d4';


CREATE TRIGGER pgtrigger_update_update_87fc6 AFTER UPDATE ON public.skills_occupation REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_87fc6();


COMMENT ON TRIGGER pgtrigger_update_update_87fc6 ON public.skills_occupation IS '7731f7e98c4e08fea4f4676e76da7f8b719e17a5';


CREATE TRIGGER pgtrigger_update_update_882b0 AFTER UPDATE ON public.skills_document REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_882b0();


COMMENT ON TRIGGER pgtrigger_update_update_882b0 ON public.skills_document IS '4632852b7aec9aad8661d3b7bc924427b86082dd';


CREATE TRIGGER pgtrigger_update_update_897ea AFTER UPDATE ON public.skills_monthlywage REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_897ea();


COMMENT ON TRIGGER pgtrigger_update_update_897ea ON public.skills_monthlywage IS '6a8db333c22e9971c5f2363c2af8baa9b0a91bb8';


CREATE TRIGGER pgtrigger_update_update_9062a AFTER UPDATE ON public.workforce_unitchange REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_9062a();


COMMENT ON TRIGGER pgtrigger_update_update_9062a ON public.workforce_unitchange IS 'ad6c20ddc73c8adf530ee9338b77e1f94d414ce0';


CREATE TRIGGER pgtrigger_update_update_967ca AFTER UPDATE ON public.skills_titlematch REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_967ca();


COMMENT ON TRIGGER pgtrigger_update_update_967ca ON public.skills_titlematch IS '76e8709a26f4ad3d76afcd5a23e8390778d2a998';


CREATE TRIGGER pgtrigger_update_update_9e9e7 AFTER UPDATE ON public.workforce_relativedeclaration REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_9e9e7();


COMMENT ON TRIGGER pgtrigger_update_update_9e9e7 ON public.workforce_relativedeclaration IS '8f8448f3e7276ad5bb946d071a8a990c28020e18';


CREATE TRIGGER pgtrigger_update_update_b9951 AFTER UPDATE ON public.notices_channel REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_b9951();


COMMENT ON TRIGGER pgtrigger_update_update_b9951 ON public.notices_channel IS 'fd0b81e4f292059912efd3de32d9aadd3a936ebc';


CREATE TRIGGER pgtrigger_update_update_c1240 AFTER UPDATE ON public.workforce_unit REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_c1240();


COMMENT ON TRIGGER pgtrigger_update_update_c1240 ON public.workforce_unit IS 'f1efa6fec4f0f25c75709863511b1acea470dc20';


CREATE TRIGGER pgtrigger_update_update_d1b0f AFTER UPDATE ON public.workforce_worker REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_d1b0f();


COMMENT ON TRIGGER pgtrigger_update_update_d1b0f ON public.workforce_worker IS 'deeafa5adf7f5df5cb6b706f92ff8fc65069713e';


CREATE TRIGGER pgtrigger_update_update_d1c76 AFTER UPDATE ON public.skills_relatedoccupation REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_d1c76();


COMMENT ON TRIGGER pgtrigger_update_update_d1c76 ON public.skills_relatedoccupation IS 'd9106a6ff689570322cee8e9543668e8f6f5f1cb';


CREATE TRIGGER pgtrigger_update_update_d34a0 AFTER UPDATE ON public.skills_employmentspell REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_d34a0();


COMMENT ON TRIGGER pgtrigger_update_update_d34a0 ON public.skills_employmentspell IS 'e00efb005c413961b2e86cb9d30752e3add78a3a';


CREATE TRIGGER pgtrigger_update_update_e682b AFTER UPDATE ON public.skills_ruleset REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_e682b();


COMMENT ON TRIGGER pgtrigger_update_update_e682b ON public.skills_ruleset IS 'b822aa160d2a72f2c65300e451784234bbedec6f';


CREATE TRIGGER pgtrigger_update_update_f19d7 AFTER UPDATE ON public.workforce_relation REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_f19d7();


COMMENT ON TRIGGER pgtrigger_update_update_f19d7 ON public.workforce_relation IS '4bd076487bbc49d0c9db276caec4b98b00c5479a';


CREATE TRIGGER pgtrigger_update_update_fcec8 AFTER UPDATE ON public.skills_diplomamatch REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_fcec8();


COMMENT ON TRIGGER pgtrigger_update_update_fcec8 ON public.skills_diplomamatch IS '40368f3de04ba539548fdfdc89bdf68aa1a31d72';


CREATE TRIGGER pgtrigger_update_update_fec1d AFTER UPDATE ON public.base_retentionrule REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_update_update_fec1d();


COMMENT ON TRIGGER pgtrigger_update_update_fec1d ON public.base_retentionrule IS 'cfff79b8cadfa006c08ede04e7a96c90830d423b';


CREATE TRIGGER pgtrigger_voids_earlier_row_a8e9e BEFORE INSERT ON public.skills_graderecord FOR EACH ROW WHEN ((new.voids_id IS NOT NULL)) EXECUTE FUNCTION public.pgtrigger_voids_earlier_row_a8e9e();


COMMENT ON TRIGGER pgtrigger_voids_earlier_row_a8e9e ON public.skills_graderecord IS 'fe0ed3cfea4ab6d51ea44c3c050ecd5b4306a12c';


CREATE TRIGGER skills_standing_follows_worker AFTER UPDATE ON public.workforce_worker REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.skills_standing_follows_worker();


CREATE TRIGGER skills_standing_of_new_workers AFTER INSERT ON public.workforce_worker REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.skills_standing_of_new_workers();


CREATE TRIGGER workforce_branches_of_new_workers AFTER INSERT ON public.workforce_worker REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.workforce_branches_of_new_workers();


ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_domainevent
    ADD CONSTRAINT base_domainevent_actor_id_427f99e4_fk_workforce_user_id FOREIGN KEY (actor_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_eventdelivery
    ADD CONSTRAINT base_eventdelivery_event_id_b4f7fe7b_fk_base_domainevent_id FOREIGN KEY (event_id) REFERENCES public.base_domainevent(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_exportrecord
    ADD CONSTRAINT base_exportrecord_exported_by_id_3bbd7273_fk_workforce_user_id FOREIGN KEY (exported_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_exportrecord
    ADD CONSTRAINT base_exportrecord_file_id_5888fc98_fk_base_storedfile_id FOREIGN KEY (file_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_exportrecord
    ADD CONSTRAINT base_exportrecord_job_id_00e5a790_fk_base_job_id FOREIGN KEY (job_id) REFERENCES public.base_job(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_job
    ADD CONSTRAINT base_job_owner_id_b1b4a171_fk_workforce_user_id FOREIGN KEY (owner_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_savedview
    ADD CONSTRAINT base_savedview_owner_id_5c1d2288_fk_workforce_user_id FOREIGN KEY (owner_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_schedulerun
    ADD CONSTRAINT base_schedulerun_asked_by_id_b1b21403_fk_workforce_user_id FOREIGN KEY (asked_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_schedulerun
    ADD CONSTRAINT base_schedulerun_state_id_10b55d5e_fk_base_schedulestate_id FOREIGN KEY (state_id) REFERENCES public.base_schedulestate(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_schedulestate
    ADD CONSTRAINT base_schedulestate_asked_by_id_ab4e507f_fk_workforce_user_id FOREIGN KEY (asked_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_stagedrow
    ADD CONSTRAINT base_stagedrow_batch_id_ab97ca37_fk_base_workbookimport_id FOREIGN KEY (batch_id) REFERENCES public.base_workbookimport(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_storedfile
    ADD CONSTRAINT base_storedfile_uploaded_by_id_78fac0d4_fk_workforce_user_id FOREIGN KEY (uploaded_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_workbookimport
    ADD CONSTRAINT base_workbookimport_committed_by_id_a04dc750_fk_workforce FOREIGN KEY (committed_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_workbookimport
    ADD CONSTRAINT base_workbookimport_file_id_34660879_fk_base_storedfile_id FOREIGN KEY (file_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_workbookimport
    ADD CONSTRAINT base_workbookimport_job_id_fa0f620e_fk_base_job_id FOREIGN KEY (job_id) REFERENCES public.base_job(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_workbookimport
    ADD CONSTRAINT base_workbookimport_undone_by_id_4254290a_fk_workforce_user_id FOREIGN KEY (undone_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.base_workbookimport
    ADD CONSTRAINT base_workbookimport_uploaded_by_id_2d292484_fk_workforce FOREIGN KEY (uploaded_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_attempt
    ADD CONSTRAINT notices_attempt_message_id_b792755c_fk_notices_message_id FOREIGN KEY (message_id) REFERENCES public.notices_message(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_calendarlink
    ADD CONSTRAINT notices_calendarlink_user_id_be40a2c8_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_channel
    ADD CONSTRAINT notices_channel_added_by_id_7d9025fa_fk_workforce_user_id FOREIGN KEY (added_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_channel
    ADD CONSTRAINT notices_channel_unit_id_7994c5ec_fk_workforce_unit_id FOREIGN KEY (unit_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_choice
    ADD CONSTRAINT notices_choice_user_id_a4864d2a_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_message
    ADD CONSTRAINT notices_message_channel_id_201f14e7_fk_notices_channel_id FOREIGN KEY (channel_id) REFERENCES public.notices_channel(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_message
    ADD CONSTRAINT notices_message_event_id_b3faa758_fk_base_domainevent_id FOREIGN KEY (event_id) REFERENCES public.base_domainevent(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_message
    ADD CONSTRAINT notices_message_recipient_id_d55bd8ac_fk_workforce_user_id FOREIGN KEY (recipient_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_messageitem
    ADD CONSTRAINT notices_messageitem_channel_id_95c8f34d_fk_notices_channel_id FOREIGN KEY (channel_id) REFERENCES public.notices_channel(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_messageitem
    ADD CONSTRAINT notices_messageitem_message_id_95f73a65_fk_notices_message_id FOREIGN KEY (message_id) REFERENCES public.notices_message(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_messageitem
    ADD CONSTRAINT notices_messageitem_reminder_id_22a89420_fk_notices_reminder_id FOREIGN KEY (reminder_id) REFERENCES public.notices_reminder(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_personsettings
    ADD CONSTRAINT notices_personsettings_user_id_bd88b5a0_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_reminder
    ADD CONSTRAINT notices_reminder_recipient_id_291a8631_fk_workforce_user_id FOREIGN KEY (recipient_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_reminder
    ADD CONSTRAINT notices_reminder_unit_id_3ad2e55f_fk_workforce_unit_id FOREIGN KEY (unit_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_reminder
    ADD CONSTRAINT notices_reminder_worker_id_1e6dd603_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.notices_rulepolicy
    ADD CONSTRAINT notices_rulepolicy_set_by_id_a1e4d356_fk_workforce_user_id FOREIGN KEY (set_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_apprenticeshipcompletion
    ADD CONSTRAINT skills_apprenticeshi_batch_id_ac933813_fk_base_work FOREIGN KEY (batch_id) REFERENCES public.base_workbookimport(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_apprenticeshipcompletion
    ADD CONSTRAINT skills_apprenticeshi_created_by_id_1cc4596f_fk_workforce FOREIGN KEY (created_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_apprenticeshipcompletion
    ADD CONSTRAINT skills_apprenticeshi_evidence_id_1ab32d80_fk_base_stor FOREIGN KEY (evidence_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_apprenticeshipcompletion
    ADD CONSTRAINT skills_apprenticeshi_occupation_id_fab88af1_fk_skills_oc FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_apprenticeshipcompletion
    ADD CONSTRAINT skills_apprenticeshi_replaces_id_80655d72_fk_skills_ap FOREIGN KEY (replaces_id) REFERENCES public.skills_apprenticeshipcompletion(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_apprenticeshipcompletion
    ADD CONSTRAINT skills_apprenticeshi_voided_by_id_6806fdd1_fk_workforce FOREIGN KEY (voided_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_apprenticeshipcompletion
    ADD CONSTRAINT skills_apprenticeshi_worker_id_cfc4712c_fk_workforce FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_clause
    ADD CONSTRAINT skills_clause_route_id_1cb8313f_fk_skills_route_id FOREIGN KEY (route_id) REFERENCES public.skills_route(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_correctionrequest
    ADD CONSTRAINT skills_correctionreq_decided_by_id_3191cb79_fk_workforce FOREIGN KEY (decided_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_correctionrequest
    ADD CONSTRAINT skills_correctionreq_evidence_id_ae91a499_fk_base_stor FOREIGN KEY (evidence_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_correctionrequest
    ADD CONSTRAINT skills_correctionreq_requested_by_id_62431d61_fk_workforce FOREIGN KEY (requested_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_correctionrequest
    ADD CONSTRAINT skills_correctionreq_worker_id_f0e7fce5_fk_workforce FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_diploma
    ADD CONSTRAINT skills_diploma_batch_id_29bb4dfd_fk_base_workbookimport_id FOREIGN KEY (batch_id) REFERENCES public.base_workbookimport(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_diploma
    ADD CONSTRAINT skills_diploma_created_by_id_10683042_fk_workforce_user_id FOREIGN KEY (created_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_diploma
    ADD CONSTRAINT skills_diploma_evidence_id_f1332826_fk_base_storedfile_id FOREIGN KEY (evidence_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_diploma
    ADD CONSTRAINT skills_diploma_major_id_b1a22e08_fk_skills_major_id FOREIGN KEY (major_id) REFERENCES public.skills_major(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_diploma
    ADD CONSTRAINT skills_diploma_replaces_id_3c0f79c4_fk_skills_diploma_id FOREIGN KEY (replaces_id) REFERENCES public.skills_diploma(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_diploma
    ADD CONSTRAINT skills_diploma_voided_by_id_7cb1d45e_fk_workforce_user_id FOREIGN KEY (voided_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_diploma
    ADD CONSTRAINT skills_diploma_worker_id_290dd586_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_diplomamatch
    ADD CONSTRAINT skills_diplomamatch_diploma_id_bdea217e_fk_skills_diploma_id FOREIGN KEY (diploma_id) REFERENCES public.skills_diploma(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_diplomamatch
    ADD CONSTRAINT skills_diplomamatch_judged_by_id_5b9c48c1_fk_workforce_user_id FOREIGN KEY (judged_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_diplomamatch
    ADD CONSTRAINT skills_diplomamatch_occupation_id_531c7090_fk_skills_oc FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_added_by_id_ffa1084f_fk_workforce_user_id FOREIGN KEY (added_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_apprenticeship_id_f5fdfb04_fk_skills_ap FOREIGN KEY (apprenticeship_id) REFERENCES public.skills_apprenticeshipcompletion(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_diploma_id_c093e2bd_fk_skills_diploma_id FOREIGN KEY (diploma_id) REFERENCES public.skills_diploma(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_file_id_44339b74_fk_base_storedfile_id FOREIGN KEY (file_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_grade_id_8b596ebf_fk_skills_graderecord_id FOREIGN KEY (grade_id) REFERENCES public.skills_graderecord(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_spell_id_1fefb863_fk_skills_employmentspell_id FOREIGN KEY (spell_id) REFERENCES public.skills_employmentspell(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_title_id_c67bb30f_fk_skills_title_id FOREIGN KEY (title_id) REFERENCES public.skills_title(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_voided_by_id_50ab218d_fk_workforce_user_id FOREIGN KEY (voided_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_wage_id_ba21b5d2_fk_skills_monthlywage_id FOREIGN KEY (wage_id) REFERENCES public.skills_monthlywage(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_document
    ADD CONSTRAINT skills_document_worker_id_35a23be3_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_eligibility
    ADD CONSTRAINT skills_eligibility_worker_id_ae2fff6a_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_employmentspell
    ADD CONSTRAINT skills_employmentspe_batch_id_b6f35489_fk_base_work FOREIGN KEY (batch_id) REFERENCES public.base_workbookimport(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_employmentspell
    ADD CONSTRAINT skills_employmentspe_created_by_id_c10343ab_fk_workforce FOREIGN KEY (created_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_employmentspell
    ADD CONSTRAINT skills_employmentspe_evidence_id_159225af_fk_base_stor FOREIGN KEY (evidence_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_employmentspell
    ADD CONSTRAINT skills_employmentspe_occupation_id_6230f228_fk_skills_oc FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_employmentspell
    ADD CONSTRAINT skills_employmentspe_replaces_id_7c686f59_fk_skills_em FOREIGN KEY (replaces_id) REFERENCES public.skills_employmentspell(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_employmentspell
    ADD CONSTRAINT skills_employmentspe_voided_by_id_75713dae_fk_workforce FOREIGN KEY (voided_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_employmentspell
    ADD CONSTRAINT skills_employmentspe_worker_id_06b42caa_fk_workforce FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_graderecord
    ADD CONSTRAINT skills_graderecord_batch_id_cac4435b_fk_base_workbookimport_id FOREIGN KEY (batch_id) REFERENCES public.base_workbookimport(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_graderecord
    ADD CONSTRAINT skills_graderecord_evidence_id_a17ca48a_fk_base_storedfile_id FOREIGN KEY (evidence_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_graderecord
    ADD CONSTRAINT skills_graderecord_occupation_id_ed1509f9_fk_skills_oc FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_graderecord
    ADD CONSTRAINT skills_graderecord_recorded_by_id_0f7d43b2_fk_workforce_user_id FOREIGN KEY (recorded_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_graderecord
    ADD CONSTRAINT skills_graderecord_voids_id_2f08a726_fk_skills_graderecord_id FOREIGN KEY (voids_id) REFERENCES public.skills_graderecord(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_graderecord
    ADD CONSTRAINT skills_graderecord_worker_id_1a0ba9e6_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_likelyduplicate
    ADD CONSTRAINT skills_likelyduplica_worker_id_d70bff6c_fk_workforce FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_monthlywage
    ADD CONSTRAINT skills_monthlywage_batch_id_2afcdcd4_fk_base_workbookimport_id FOREIGN KEY (batch_id) REFERENCES public.base_workbookimport(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_monthlywage
    ADD CONSTRAINT skills_monthlywage_created_by_id_82535a08_fk_workforce_user_id FOREIGN KEY (created_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_monthlywage
    ADD CONSTRAINT skills_monthlywage_evidence_id_6097c6a1_fk_base_storedfile_id FOREIGN KEY (evidence_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_monthlywage
    ADD CONSTRAINT skills_monthlywage_replaces_id_b2c44f39_fk_skills_mo FOREIGN KEY (replaces_id) REFERENCES public.skills_monthlywage(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_monthlywage
    ADD CONSTRAINT skills_monthlywage_voided_by_id_25100539_fk_workforce_user_id FOREIGN KEY (voided_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_monthlywage
    ADD CONSTRAINT skills_monthlywage_worker_id_b6558fd0_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_occupationalias
    ADD CONSTRAINT skills_occupationali_occupation_id_e15e6109_fk_skills_oc FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_occupationmajor
    ADD CONSTRAINT skills_occupationmaj_occupation_id_34e1316c_fk_skills_oc FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_occupationmajor
    ADD CONSTRAINT skills_occupationmajor_major_id_0a24eb5d_fk_skills_major_id FOREIGN KEY (major_id) REFERENCES public.skills_major(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_decided_by_id_20bd08b9_fk_workforce_user_id FOREIGN KEY (decided_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_drafted_by_id_f0e95293_fk_workforce_user_id FOREIGN KEY (drafted_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_impact_job_id_fa3b33da_fk_base_job_id FOREIGN KEY (impact_job_id) REFERENCES public.base_job(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_occupation_id_19482ef1_fk_skills_oc FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_prepare_job_id_213a8257_fk_base_job_id FOREIGN KEY (prepare_job_id) REFERENCES public.base_job(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_rule_set_id_c1fb8fe3_fk_skills_ruleset_id FOREIGN KEY (rule_set_id) REFERENCES public.skills_ruleset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_standard_id_9b46e2d7_fk_skills_standard_id FOREIGN KEY (standard_id) REFERENCES public.skills_standard(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policychange
    ADD CONSTRAINT skills_policychange_version_id_f35a53da_fk_skills_ru FOREIGN KEY (version_id) REFERENCES public.skills_rulesetversion(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policydrafter
    ADD CONSTRAINT skills_policydrafter_change_id_41fde881_fk_skills_po FOREIGN KEY (change_id) REFERENCES public.skills_policychange(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policydrafter
    ADD CONSTRAINT skills_policydrafter_user_id_c14452f2_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policyimpact
    ADD CONSTRAINT skills_policyimpact_change_id_651d8e59_fk_skills_po FOREIGN KEY (change_id) REFERENCES public.skills_policychange(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policyimpact
    ADD CONSTRAINT skills_policyimpact_occupation_id_f8c10415_fk_skills_oc FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_policyimpact
    ADD CONSTRAINT skills_policyimpact_worker_id_bc19b1cd_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_relatedoccupation
    ADD CONSTRAINT skills_relatedoccupa_occupation_id_22b5ed6d_fk_skills_oc FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_relatedoccupation
    ADD CONSTRAINT skills_relatedoccupa_related_id_be947af3_fk_skills_oc FOREIGN KEY (related_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_route
    ADD CONSTRAINT skills_route_version_id_82254237_fk_skills_rulesetversion_id FOREIGN KEY (version_id) REFERENCES public.skills_rulesetversion(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_rulesetversion
    ADD CONSTRAINT skills_rulesetversio_confirmed_by_id_5b43e277_fk_workforce FOREIGN KEY (confirmed_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_rulesetversion
    ADD CONSTRAINT skills_rulesetversion_rule_set_id_d495e59d_fk_skills_ruleset_id FOREIGN KEY (rule_set_id) REFERENCES public.skills_ruleset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_standard
    ADD CONSTRAINT skills_standard_occupation_id_9764037c_fk_skills_occupation_id FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_standard
    ADD CONSTRAINT skills_standard_rule_set_id_669d5841_fk_skills_ruleset_id FOREIGN KEY (rule_set_id) REFERENCES public.skills_ruleset(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_standing
    ADD CONSTRAINT skills_standing_worker_id_3b74fd05_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_target
    ADD CONSTRAINT skills_target_created_by_id_8ff22242_fk_workforce_user_id FOREIGN KEY (created_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_target
    ADD CONSTRAINT skills_target_unit_id_12b906c8_fk_workforce_unit_id FOREIGN KEY (unit_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_target
    ADD CONSTRAINT skills_target_withdrawn_by_id_9ddecc77_fk_workforce_user_id FOREIGN KEY (withdrawn_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_targetcount
    ADD CONSTRAINT skills_targetcount_target_id_f10e99dc_fk_skills_target_id FOREIGN KEY (target_id) REFERENCES public.skills_target(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_targetreading
    ADD CONSTRAINT skills_targetreading_recorded_by_id_d729a3e2_fk_workforce FOREIGN KEY (recorded_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_targetreading
    ADD CONSTRAINT skills_targetreading_target_id_0eab88c1_fk_skills_target_id FOREIGN KEY (target_id) REFERENCES public.skills_target(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_title
    ADD CONSTRAINT skills_title_batch_id_c698d136_fk_base_workbookimport_id FOREIGN KEY (batch_id) REFERENCES public.base_workbookimport(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_title
    ADD CONSTRAINT skills_title_created_by_id_bcbf71a2_fk_workforce_user_id FOREIGN KEY (created_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_title
    ADD CONSTRAINT skills_title_evidence_id_4c614412_fk_base_storedfile_id FOREIGN KEY (evidence_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_title
    ADD CONSTRAINT skills_title_major_id_2b92bf35_fk_skills_major_id FOREIGN KEY (major_id) REFERENCES public.skills_major(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_title
    ADD CONSTRAINT skills_title_replaces_id_b7f5d81c_fk_skills_title_id FOREIGN KEY (replaces_id) REFERENCES public.skills_title(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_title
    ADD CONSTRAINT skills_title_voided_by_id_1e16b3d6_fk_workforce_user_id FOREIGN KEY (voided_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_title
    ADD CONSTRAINT skills_title_worker_id_ba8d7195_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_titlematch
    ADD CONSTRAINT skills_titlematch_judged_by_id_9ac56946_fk_workforce_user_id FOREIGN KEY (judged_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_titlematch
    ADD CONSTRAINT skills_titlematch_occupation_id_2786c9f5_fk_skills_oc FOREIGN KEY (occupation_id) REFERENCES public.skills_occupation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.skills_titlematch
    ADD CONSTRAINT skills_titlematch_title_id_4acfe919_fk_skills_title_id FOREIGN KEY (title_id) REFERENCES public.skills_title(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_account_id_951f210e_fk_socialacc FOREIGN KEY (account_id) REFERENCES public.socialaccount_socialaccount(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_app_id_636a42d7_fk_socialacc FOREIGN KEY (app_id) REFERENCES public.socialaccount_socialapp(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_social_user_id_8146e70c_fk_workforce FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_activationcode
    ADD CONSTRAINT workforce_activation_issued_by_id_af2480c7_fk_workforce FOREIGN KEY (issued_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_activationcode
    ADD CONSTRAINT workforce_activationcode_user_id_84049bb0_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_apitoken
    ADD CONSTRAINT workforce_apitoken_issued_by_id_3de15748_fk_workforce_user_id FOREIGN KEY (issued_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_apitoken
    ADD CONSTRAINT workforce_apitoken_user_id_4333eb8d_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_calendarday
    ADD CONSTRAINT workforce_calendarda_year_id_79bc9ac4_fk_workforce FOREIGN KEY (year_id) REFERENCES public.workforce_calendaryear(year) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_calendaryear
    ADD CONSTRAINT workforce_calendarye_confirmed_by_id_0125dcfb_fk_workforce FOREIGN KEY (confirmed_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_delegation
    ADD CONSTRAINT workforce_delegation_deputy_id_78e9e1f0_fk_workforce_worker_id FOREIGN KEY (deputy_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_delegation
    ADD CONSTRAINT workforce_delegation_ended_by_id_625656bd_fk_workforce_user_id FOREIGN KEY (ended_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_delegation
    ADD CONSTRAINT workforce_delegation_granted_by_id_1cde91cb_fk_workforce FOREIGN KEY (granted_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_delegation
    ADD CONSTRAINT workforce_delegation_headship_id_8ba42504_fk_workforce FOREIGN KEY (headship_id) REFERENCES public.workforce_unithead(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_erasure
    ADD CONSTRAINT workforce_erasure_asked_by_id_0c4c9446_fk_workforce_user_id FOREIGN KEY (asked_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_erasure
    ADD CONSTRAINT workforce_erasure_confirmed_by_id_8346695b_fk_workforce_user_id FOREIGN KEY (confirmed_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_erasure
    ADD CONSTRAINT workforce_erasure_job_id_1c8f2d8d_fk_base_job_id FOREIGN KEY (job_id) REFERENCES public.base_job(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_erasure
    ADD CONSTRAINT workforce_erasure_withdrawn_by_id_363ff7b4_fk_workforce_user_id FOREIGN KEY (withdrawn_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_erasure
    ADD CONSTRAINT workforce_erasure_worker_id_617e2744_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_idnumberreading
    ADD CONSTRAINT workforce_idnumberre_reader_id_7aad75dd_fk_workforce FOREIGN KEY (reader_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_idnumberreading
    ADD CONSTRAINT workforce_idnumberre_worker_id_e948c795_fk_workforce FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_personalexport
    ADD CONSTRAINT workforce_personalex_asked_by_id_7fdd3c09_fk_workforce FOREIGN KEY (asked_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_personalexport
    ADD CONSTRAINT workforce_personalex_worker_id_68044b58_fk_workforce FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_personalexport
    ADD CONSTRAINT workforce_personalexport_file_id_2109eb73_fk_base_storedfile_id FOREIGN KEY (file_id) REFERENCES public.base_storedfile(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_personalexport
    ADD CONSTRAINT workforce_personalexport_job_id_ac596535_fk_base_job_id FOREIGN KEY (job_id) REFERENCES public.base_job(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_placement
    ADD CONSTRAINT workforce_placement_unit_id_c49298f6_fk_workforce_unit_id FOREIGN KEY (unit_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_placement
    ADD CONSTRAINT workforce_placement_worker_id_cc8dc603_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_relation
    ADD CONSTRAINT workforce_relation_from_worker_id_4b1f2bc6_fk_workforce FOREIGN KEY (from_worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_relation
    ADD CONSTRAINT workforce_relation_to_worker_id_ce0dcd12_fk_workforce_worker_id FOREIGN KEY (to_worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_relativedeclaration
    ADD CONSTRAINT workforce_relativede_decided_by_id_49acef9b_fk_workforce FOREIGN KEY (decided_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_relativedeclaration
    ADD CONSTRAINT workforce_relativede_declared_by_id_11b6c7a5_fk_workforce FOREIGN KEY (declared_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_relativedeclaration
    ADD CONSTRAINT workforce_relativede_relation_id_1c87cd4d_fk_workforce FOREIGN KEY (relation_id) REFERENCES public.workforce_relation(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_relativedeclaration
    ADD CONSTRAINT workforce_relativede_worker_id_a573786d_fk_workforce FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_rolegrant
    ADD CONSTRAINT workforce_rolegrant_ended_by_id_8c2fd42e_fk_workforce_user_id FOREIGN KEY (ended_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_rolegrant
    ADD CONSTRAINT workforce_rolegrant_granted_by_id_17545fd1_fk_workforce_user_id FOREIGN KEY (granted_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_rolegrant
    ADD CONSTRAINT workforce_rolegrant_unit_id_0cb6465f_fk_workforce_unit_id FOREIGN KEY (unit_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_rolegrant
    ADD CONSTRAINT workforce_rolegrant_user_id_be0d2f8b_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_unit
    ADD CONSTRAINT workforce_unit_parent_id_dee7023e_fk_workforce_unit_id FOREIGN KEY (parent_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_unitchange
    ADD CONSTRAINT workforce_unitchange_cancelled_by_id_54b4344c_fk_workforce FOREIGN KEY (cancelled_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_unitchange
    ADD CONSTRAINT workforce_unitchange_old_parent_id_bbe00161_fk_workforce FOREIGN KEY (old_parent_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_unitchange
    ADD CONSTRAINT workforce_unitchange_other_id_b4a14d83_fk_workforce_unit_id FOREIGN KEY (other_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_unitchange
    ADD CONSTRAINT workforce_unitchange_recorded_by_id_5d370e3b_fk_workforce FOREIGN KEY (recorded_by_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_unitchange
    ADD CONSTRAINT workforce_unitchange_unit_id_1f1052c9_fk_workforce_unit_id FOREIGN KEY (unit_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_unithead
    ADD CONSTRAINT workforce_unithead_unit_id_3bdbe245_fk_workforce_unit_id FOREIGN KEY (unit_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_unithead
    ADD CONSTRAINT workforce_unithead_worker_id_4ea18459_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_user_groups
    ADD CONSTRAINT workforce_user_groups_group_id_59e96262_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_user_groups
    ADD CONSTRAINT workforce_user_groups_user_id_9c6fbbc2_fk_workforce_user_id FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_user
    ADD CONSTRAINT workforce_user_owner_id_184990a7_fk_workforce_user_id FOREIGN KEY (owner_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_user_user_permissions
    ADD CONSTRAINT workforce_user_user__permission_id_8b97f83b_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_user_user_permissions
    ADD CONSTRAINT workforce_user_user__user_id_0ba0ee7e_fk_workforce FOREIGN KEY (user_id) REFERENCES public.workforce_user(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_user
    ADD CONSTRAINT workforce_user_worker_id_2a18a15a_fk_workforce_worker_id FOREIGN KEY (worker_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_worker
    ADD CONSTRAINT workforce_worker_merged_into_id_1caae30f_fk_workforce_worker_id FOREIGN KEY (merged_into_id) REFERENCES public.workforce_worker(id) DEFERRABLE INITIALLY DEFERRED;


ALTER TABLE ONLY public.workforce_worker
    ADD CONSTRAINT workforce_worker_unit_id_51d05249_fk_workforce_unit_id FOREIGN KEY (unit_id) REFERENCES public.workforce_unit(id) DEFERRABLE INITIALLY DEFERRED;
